import BertData
import BertReport
import Testing

@Suite struct PageTests {
  @Test("No text of the data becomes markup, in any section")
  func hostileTexts() {
    let html = SamplePage.training(labels: SamplePage.hostile).markup.html
    for tag in ["<script", "<img", "onerror=alert(1)>", "</title>&amp;"] { #expect(!html.contains(tag)) }
    #expect(html.contains("&lt;script&gt;document.title=&#39;broken&#39;&lt;/script&gt;"))
    #expect(html.unicodeScalars.allSatisfy { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
    // Tags that are opened are closed.
    for tag in ["section", "table", "tr", "td", "div", "svg", "figure", "ol", "li", "p", "mark", "details", "bdi"] {
      let opened = html.components(of: "<\(tag)>") + html.components(of: "<\(tag) ")
      #expect(opened == html.components(of: "</\(tag)>"), "\(tag)")
    }
  }

  @Test("Endless texts are cut: ten megabytes of text make a small page")
  func size() {
    let text = String(repeating: "word ", count: 2_000_000)
    let section = ErrorsSection(
      mistakes: [
        .init(
          pieces: [.init(text, weight: 1)], truth: text, predicted: text, confidence: 1, truthConfidence: 0, line: nil)
      ], total: 1, method: nil)
    #expect(section.body.html.utf8.count < 5_000)
    #expect(SamplePage.training(labels: SamplePage.hostile).markup.html.utf8.count < 400_000)
  }

  @Test("A page needs no other file, no script and no network")
  func selfContained() {
    let html = SamplePage.training(labels: ["a", "b"]).markup.html
    #expect(html.contains("default-src 'none'"))
    for part in ["http:", "https:", "url(", "@import", "src=\"", "<script", "<link rel=\"stylesheet"] {
      #expect(!html.contains(part), "\(part)")
    }
    #expect(html.contains("prefers-color-scheme:dark") && html.contains("width=device-width"))
  }

  @Test("One epoch has a table and no curve; no held-out rows are said to be none")
  func smallRuns() {
    let single = SamplePage.training(labels: ["a", "b"], epochs: 1).sections[1]
    #expect((single as? CurvesSection)?.charts.isEmpty == true)
    #expect(single.body.html.contains("<table") && !single.body.html.contains("<svg"))
    let unjudged = SamplePage.training(labels: ["a", "b"], epochs: 2, isJudged: false)
    #expect(unjudged.markup.html.contains("No rows were held out"))
    #expect((unjudged.sections[1] as? CurvesSection)?.charts.map(\.title) == ["Loss"])
  }

  @Test("Of a hundred labels the matrix is left out and the confusions are listed, the most frequent first")
  func manyLabels() {
    let section = LabelsSection(metrics: SamplePage.metrics((0..<100).map { "label \($0)" }))
    #expect(!section.body.html.contains("class=\"matrix"))
    #expect(section.body.html.contains("label 99"))
    let rows = section.confusions.map(\.rows)
    #expect(rows == rows.sorted(by: >) && !rows.isEmpty)
  }

  @Test("The confusion matrix holds the counts and the share of each row")
  func matrix() {
    let metrics = ClassificationMetrics(
      labels: ["x", "y"], truth: [0, 0, 0, 0, 1], flatProbabilities: [1, 0, 1, 0, 1, 0, 0, 1, 0, 1])
    let html = LabelsSection(metrics: metrics).body.html
    #expect(html.contains("<td class=\"hit\" style=\"--v:0.750\" title=\"x → x: 75.0 %\">3</td>"))
    #expect(html.contains("<td style=\"--v:0.250\" title=\"x → y: 25.0 %\">1</td>"))
  }

  @Test("Words are marked by their strength beside the strongest")
  func words() {
    #expect([1, 0.5, 0.2, 0.1, -0.7, .nan].map { ErrorsSection.level($0, largest: 1) } == [3, 2, 1, 0, -3, 0])
    #expect(ErrorsSection.level(0, largest: 0) == 0)
    let long = (0..<400).map { ErrorsSection.Piece("word\($0) ", weight: nil) }
    let shown = ErrorsSection.shown(long)
    #expect(shown.map(\.text).joined().unicodeScalars.count <= 701)
    #expect(shown.last?.text.hasSuffix("…") == true)
    #expect(ErrorsSection.shown([.init("a"), .init("b")]) == [.init("a"), .init("b")])
    // One ellipsis where a text is longer, none where it is not.
    let text = String(repeating: "a", count: 700)
    #expect(ErrorsSection.shown([.init(text)]) == [.init(text)])
    for more in 1...4 {
      #expect(ErrorsSection.shown([.init(text + String(repeating: "b", count: more))]) == [.init(text + "…")])
    }
    #expect(ErrorsSection.shown([.init(text), .init("b")]) == [.init(text), .init("…")])
  }

  @Test("A comparison shows every method, the steps and the curves")
  func comparison() {
    let html = SamplePage.comparison().markup.html
    for part in ["fine-tuned over frozen encoder", "no clear difference", "training rows", "4.1 ± 1.3 points"] {
      #expect(html.contains(part), "\(part)")
    }
  }
}

extension String {
  /// How often a part occurs.
  fileprivate func components(of part: String) -> Int { ranges(of: part).count }
}
