import BertReport
import Foundation
import Testing
import _TestSupport

/// The pages in a real browser: Debian's chromium, without a window. Where there is none the test is disabled and says so;
/// with CI=true it fails.
@Suite(.serialized) struct BrowserTests {
  static let chromium: String? = ["chromium", "chromium-browser", "google-chrome"].lazy
    .flatMap { name in ["/usr/bin/", "/usr/local/bin/", "/snap/bin/"].map { $0 + name } }
    .first { FileManager.default.isExecutableFile(atPath: $0) }
  static let mustRun = ProcessInfo.processInfo.environment["CI"] == "true"

  private static let pages: [(name: String, page: ReportPage)] = [
    ("hostile", SamplePage.training(labels: SamplePage.hostile)),
    ("hundred", SamplePage.training(labels: (0..<100).map { "a long label, number \($0)" })),
    ("thirty", SamplePage.training(labels: (0..<30).map { "label\($0)" })),
    ("small", SamplePage.training(labels: ["a", "b"], epochs: 1, isJudged: false)),
    ("comparison", SamplePage.comparison()),
  ]

  @Test(
    "No error, all parts there, nothing wider than a phone, dark where asked",
    .enabled(if: chromium != nil || mustRun, "chromium is not installed"), .timeLimit(.minutes(3)))
  func pages() throws {
    let chromium = try #require(Self.chromium, "CI needs chromium")
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("report-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, page) in Self.pages { try page.data.write(to: folder.appendingPathComponent(name + ".html")) }
    let html = Self.pages.map { name, _ in
      "<iframe id=\"\(name)\" src=\"\(name).html\" width=\"390\" height=\"800\"></iframe>"
    }.joined()
    // Frames of a phone's width, measured from outside: the pages themselves may not run anything.
    let probe = """
      <!DOCTYPE html><title>probe</title><body>\(html)<pre id="out"></pre><script>
      window.onload = () => {
        const out = {};
        for (const frame of document.querySelectorAll('iframe')) {
          const page = frame.contentDocument, root = page.documentElement;
          out[frame.id] = {
            wide: root.scrollWidth, seen: frame.contentWindow.innerWidth, title: page.title,
            sections: [...page.querySelectorAll('section')].map(one => one.id),
            empty: [...page.querySelectorAll('svg')].filter(one => one.getBoundingClientRect().height < 8).length,
            outside: [...page.querySelectorAll('figure>svg')].flatMap(one => {
              const box = one.getBoundingClientRect();
              return [...one.querySelectorAll('text,path,rect,circle')].filter(part => {
                const place = part.getBoundingClientRect();
                return place.left < box.left - 2 || place.right > box.right + 2 || place.bottom > box.bottom + 2;
              }).map(part => part.outerHTML);
            }),
            scripts: page.scripts.length, images: page.images.length,
            background: frame.contentWindow.getComputedStyle(page.body).backgroundColor
          };
        }
        document.getElementById('out').textContent = JSON.stringify(out);
      };
      </script>
      """
    try Data(probe.utf8).write(to: folder.appendingPathComponent("probe.html"))
    for (scheme, background) in [(1, "rgb(246, 247, 249)"), (0, "rgb(17, 21, 27)")] {
      let (dom, log) = try Self.run(
        chromium, folder,
        [
          "--blink-settings=preferredColorScheme=\(scheme)", "--allow-file-access-from-files",
          "--enable-logging=stderr",
          "--dump-dom", folder.appendingPathComponent("probe.html").absoluteString,
        ])
      #expect(!log.contains("CONSOLE"), "\(log)")
      let found = try #require(dom.firstRange(of: "<pre id=\"out\">").map { dom[$0.upperBound...] })
      let json = String(found.prefix { $0 != "<" }).replacingOccurrences(of: "&lt;", with: "<")
        .replacingOccurrences(of: "&gt;", with: ">").replacingOccurrences(of: "&amp;", with: "&")
      let reports = try JSONDecoder().decode([String: Measured].self, from: Data(json.utf8))
      #expect(reports.count == Self.pages.count)
      for (name, page) in Self.pages {
        let report = try #require(reports[name])
        #expect(report.sections == page.sections.map(\.anchor), "\(name)")
        #expect(report.wide <= report.seen && report.seen > 350 && report.seen <= 390, "\(name): \(report.wide)")
        #expect(report.title != "broken" && report.scripts == 0 && report.images == 0, "\(name)")
        #expect(report.empty == 0 && report.outside.isEmpty, "\(name): \(report.outside)")
        #expect(report.background == background, "\(name)")
      }
    }
  }

  private struct Measured: Decodable {
    var wide, seen, empty, scripts, images: Int
    var title, background: String
    var sections, outside: [String]
  }

  private static func run(_ program: String, _ folder: URL, _ arguments: [String]) throws -> (String, String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments =
      [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
        "--user-data-dir=" + folder.appendingPathComponent("profile").path, "--virtual-time-budget=10000",
      ] + arguments
    // Files take both streams, so that neither can fill up while the other is read.
    let files = ["out", "err"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return (
      String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
      String(decoding: try Data(contentsOf: files[1]), as: UTF8.self)
    )
  }
}
