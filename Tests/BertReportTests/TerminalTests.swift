import BertData
import BertReport
import Testing

@Suite struct TerminalTests {
  @Test("A rising line runs from the lower left to the upper right")
  func curve() throws {
    let lines = TerminalCurve("loss", [0, 1]).lines(isUnicode: false)
    #expect(lines.count == 8)
    #expect(lines[0].hasSuffix("loss"))
    #expect(lines[1].hasPrefix("1.0 |") && lines[1].hasSuffix("*"))
    #expect(lines[6].hasPrefix("0.0 |*"))
    #expect(lines.dropFirst().dropLast().joined().filter { $0 == "*" }.count == 26)
    #expect(lines.joined().utf8.allSatisfy { $0 < 0x80 })
    let blocks = TerminalCurve("loss", [0, 1]).lines(isUnicode: true)
    #expect(blocks[1].hasPrefix("1.0 ┤") && !blocks.joined().contains("*"))
    // 52 columns of quarters, each lit once.
    let lit: [Character: Int] = ["▘": 1, "▝": 1, "▖": 1, "▗": 1, "▀": 2, "▄": 2, "▌": 2, "▐": 2, "▚": 2, "▞": 2]
    #expect(blocks.dropFirst().joined().reduce(0) { $0 + (lit[$1] ?? 0) } == 52)
  }

  @Test("A curve of more values than columns is drawn to its last value")
  func manyValues() {
    for isUnicode in [false, true] {
      let lines = TerminalCurve("loss", (0..<200).map { Double(199 - $0) }).lines(isUnicode: isUnicode)
      #expect(lines[6].last != " ", "\(lines)")
      #expect(lines[1].last == " ", "\(lines)")
    }
  }

  @Test("One value, or values that are not finite, draw nothing")
  func degenerate() {
    #expect(TerminalCurve("a", [1]).lines(isUnicode: true).isEmpty)
    #expect(TerminalCurve("a", [.nan, .infinity]).lines(isUnicode: true).isEmpty)
    #expect(!TerminalCurve("a", [1, 1, 1]).lines(isUnicode: true).isEmpty)
    #expect(TerminalCurve.sideBySide([[], []]).isEmpty)
  }

  @Test("Shades by share, and no row is invisible")
  func shades() {
    #expect([0, 1, 25, 26, 50, 75, 76, 100].map { TerminalMatrix.shade($0, of: 100) } == [0, 1, 1, 2, 2, 3, 4, 4])
    let metrics = ClassificationMetrics(
      labels: ["good", "größe"], truth: [0, 0, 1], flatProbabilities: [1, 0, 1, 0, 1, 0])
    let ascii = TerminalMatrix(metrics).lines(isUnicode: false)
    #expect(ascii.count == 3)
    #expect(ascii[1].hasPrefix("1 good") && ascii[1].contains("###") && ascii[1].hasSuffix("1.000"))
    #expect(ascii[2].hasPrefix("2 gr??e") && ascii[2].hasSuffix("0.000"))
    #expect(ascii.joined().utf8.allSatisfy { $0 < 0x80 })
    #expect(TerminalMatrix(metrics).lines(isUnicode: true)[1].contains("███"))
  }
}
