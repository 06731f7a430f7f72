import BertData
import BertInference
import BertText
import BertTuning
import Foundation
import Testing

/// Words of the tiny vocabulary, one token each, so that the pieces can be read off.
struct TextEncoderTests {
  private func encoder(_ policy: LongTextPolicy, _ length: Int, _ tiny: TinyModel) throws -> TextEncoder {
    TextEncoder(try PretrainedModel(at: tiny.encoder), maxLength: length, policy: policy)
  }

  private let text = TinyModel.vocabulary[5..<25].joined(separator: " ")

  @Test(arguments: LongTextPolicy.allCases) func shortTextsAreAlike(policy: LongTextPolicy) throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let encoded = try encoder(policy, 22, tiny).encode(Example(text: text, line: 1))
    #expect(encoded.windows.map(\.ids) == [[2] + (5..<25).map { Int32($0) } + [3]])
    #expect(!encoded.isLong)
  }

  @Test func truncationKeepsTheBeginning() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let encoded = try encoder(.truncate, 6, tiny).encode(Example(text: text, line: 1))
    #expect(encoded.windows.map(\.ids) == [[2, 5, 6, 7, 8, 3]])
    #expect(encoded.isLong)
  }

  /// Of ten places 128/510 are two and a half, rounded to three.
  @Test func headAndTailKeepBothEnds() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let encoded = try encoder(.headTail, 12, tiny).encode(Example(text: text, line: 1))
    #expect(encoded.windows.map(\.ids) == [[2, 5, 6, 7] + (18..<25).map { Int32($0) } + [3]])
    #expect(encoded.isLong)
    #expect(encoded.windows[0].typeIDs == [Int32](repeating: 0, count: 12))
  }

  /// Windows of eight, six further each time; the last ends with the text.
  @Test func windowsCoverTheWholeText() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    let encoded = try encoder(.windows, 10, tiny).encode(Example(text: text, line: 1))
    let starts: [Int32] = [5, 11, 17]
    #expect(encoded.windows.map(\.ids) == starts.map { start in [2] + (start..<start + 8).map { $0 } + [3] })
    #expect(encoded.isLong)
  }

  @Test func aPredictionIsTheMeanOfItsWindows() throws {
    let tiny = try TinyModel()
    defer { tiny.remove() }
    var options = TinyModel.options()
    options.maxLength = 10
    options.longText = .windows
    let outcome = try TrainingSession(tiny.job(options)).run()
    let classifier = try TextClassifier(contentsOf: outcome.bundle, threads: 1)
    let words = text.split(separator: " ")
    let whole = try #require(try classifier.predict([text]).first)
    let parts = try classifier.predict([0, 6, 12].map { words[$0..<$0 + 8].joined(separator: " ") })
    for label in 0..<3 {
      #expect(abs(whole.logits[label] - parts.reduce(0) { $0 + $1.logits[label] } / 3) < 1e-5)
    }
  }
}
