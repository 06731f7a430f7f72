import Foundation
import Testing
import _TestSupport

/// The page as a browser shows it.
struct PageTests {
  /// A browser without a window; Debian calls it chromium. Where there is none the test is disabled.
  private static let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// The page that a server shows for `/?text=…`.
  private func page(of server: Server, query: String) throws -> String {
    let folder = try Folder()
    let browsing = try Program.start(
      [
        "--headless", "--no-sandbox", "--disable-gpu", "--user-data-dir=\(folder.path("profile"))",
        "--virtual-time-budget=20000", "--dump-dom", server.url + "/?text=" + query,
      ], executable: URL(fileURLWithPath: try #require(Self.browser)))
    return try browsing.wait().output
  }

  @Test(.enabled(if: browser != nil)) func aTextShowsItsEntities() throws {
    let server = try Server(Fixture.tagger.get()), text = "\u{1F600} good <b> screen box"
    let body = String(decoding: try JSONEncoder().encode(["input": text]), as: UTF8.self)
    let answer = try server.classify(body)
    let result = try #require((answer.json["results"] as? [[String: Any]])?.first)
    let entities = try #require(result["entities"] as? [[String: Any]])
    #expect(!entities.isEmpty)
    let page = try page(of: server, query: "%F0%9F%98%80%20good%20%3Cb%3E%20screen%20box")
    let line = try #require(page.firstMatch(of: /<p class="text">(.*?)<\/p>/)?.1, "\(page.suffix(2000))")
    let marks = line.matches(of: /<mark class="">(.*?)<small class="">([A-Z]+) ([0-9.]+) %<\/small><\/mark>/)
    func shown(_ text: String) -> String {
      text.replacingOccurrences(of: "<", with: "&lt;").replacingOccurrences(of: ">", with: "&gt;")
    }
    #expect(marks.map { String($0.1) } == entities.map { shown($0["text"] as? String ?? "") }, "\(line)")
    #expect(marks.map { String($0.2) } == entities.map { $0["label"] as? String })
    let plain = line.replacing(/<small class="">.*?<\/small>/, with: "").replacing(/<\/?mark[^>]*>/, with: "")
    #expect(plain == shown(text))
  }

  @Test(.enabled(if: browser != nil)) func aTextGetsItsLabelsAndScores() throws {
    let server = try ServeTests.shared.get()
    let answer = try server.classify(#"{"input":"awful <b>box</b>"}"#)
    let result = try #require((answer.json["results"] as? [[String: Any]])?.first)
    let scores = try #require(result["scores"] as? [String: Double])
    let page = try page(of: server, query: "awful%20%3Cb%3Ebox%3C/b%3E")
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
