//! A camera: reads the QR code that stands in a page, as its path is drawn.

/// The text of the one code in that page. A path's squares are `M4 4h1v1h-1z`, over a square of `0 0 size size`.
pub fn read(page: &str) -> String {
    let between = |from: &str, to: &str| {
        let at = page.find(from).unwrap_or_else(|| panic!("no {from} in {page}")) + from.len();
        page[at..].split(to).next().unwrap().to_owned()
    };
    let size: usize = between("viewBox=\"0 0 ", "\"").split(' ').next().unwrap().parse().unwrap();
    let dark: Vec<(usize, usize)> = between("<path d=\"", "\"").split('M').skip(1).map(square).collect();
    let scale = 4;
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size * scale, size * scale, |x, y| {
        if dark.contains(&(x / scale, y / scale)) { 0 } else { 255 }
    });
    image.detect_grids()[0].decode().unwrap().1
}

fn square(path: &str) -> (usize, usize) {
    let (x, y) = path.split('h').next().unwrap().split_once(' ').unwrap();
    (x.parse().unwrap(), y.parse().unwrap())
}
