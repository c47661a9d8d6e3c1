// Moving a session to another channel: the menu that says what becomes of the level, and the page afterwards.
import { picture } from "../fixtures/picture";
import { DESK, expect, PHONE, test } from "../fixtures/test";

for (const [size, viewport] of [["", DESK], ["-390", PHONE]] as const) {
  test(`a session that moves${size}`, async ({ staff, phone }) => {
    const ana = await staff("Ana");
    const signe = await phone("82264730");
    const session = await ana.openSession("82264730", "refund");
    await ana.page.getByRole("button", { name: "No change to make?" }).click();
    await signe.type(await ana.digits());
    await signe.approve();
    await expect(signe.heading("You showed Ana that it is you")).toBeVisible();
    await ana.page.goto(session);
    await expect(ana.level()).toHaveText("High");
    await ana.page.setViewportSize(viewport);
    await ana.page.getByLabel("Session menu").click();
    await ana.page.getByText("Move to another channel").click();
    await picture(ana.page, `console-move${size}`);
    await ana.page.getByRole("button", { name: "Move to Ticket" }).click();
    await expect(ana.level()).toHaveText("Substantial");
    await picture(ana.page, `console-moved${size}`);
  });
}
