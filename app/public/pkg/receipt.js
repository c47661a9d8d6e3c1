// A receipt's page: shows the button that prints. Without it the browser's own does the same.
const button = document.getElementById("print");
if (button) {
  button.addEventListener("click", () => window.print());
  button.hidden = false;
}
