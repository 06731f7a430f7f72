import Foundation
import Testing
import _TestSupport

/// The page as a browser shows it.
struct PageTests {
  /// A browser without a window; Debian calls it chromium. Where there is none the test is disabled.
  private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  @Test(.enabled(if: browser != nil)) func aTextGetsItsLabelsAndScores() throws {
    let server = try ServeTests.shared.get(), folder = try Folder()
    let answer = try server.classify(#"{"input":"awful <b>box</b>"}"#)
    let result = try #require((answer.json["results"] as? [[String: Any]])?.first)
    let scores = try #require(result["scores"] as? [String: Double])
    let browsing = try Program.start(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path("profile"))",
        "--virtual-time-budget=20000", "--dump-dom", server.url + "/?text=awful%20%3Cb%3Ebox%3C/b%3E",
      ], executable: URL(fileURLWithPath: try #require(Self.browser)))
    let page = try browsing.wait().output
    let rows = page.matches(
      of: /<div class="(row best|row)"><span class="name">([a-z]+)<\/span>.*?<span class="number">([0-9.]+) %<\/span>/)
    #expect(
      rows.map { String($0.2) } == scores.sorted { $0.value > $1.value }.map(\.key), "\(page.suffix(2000))")
    #expect(rows.first?.1 == "row best" && rows.first.map { String($0.2) } == result["label"] as? String)
    for row in rows {
      let shown = try #require(Double(row.3)), score = try #require(scores[String(row.2)])
      #expect(abs(shown - 100 * score) <= 0.051)
    }
  }
}
