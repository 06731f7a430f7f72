import BertBaselines
import BertData
import Foundation
import Testing
import _TestSupport

struct FastTextTests {
  /// Published values of 32-bit FNV-1a (Noll's test suite); for a byte above 127 fastText's widening with the sign sets
  /// the upper bits: (offset ^ 0xFFFFFFC3) × prime by hand.
  @Test func hashesWords() {
    func hash(_ text: String) -> UInt32 { FastTextHash.word(Array(text.utf8)[...]) }
    #expect(hash("") == 0x811c_9dc5)
    #expect(hash("a") == 0xe40c_292c)
    #expect(hash("foobar") == 0xbf9c_f968)
    let widened: UInt32 = (0x811c_9dc5 ^ 0xFFFF_FFC3) &* 0x0100_0193
    #expect(FastTextHash.word([0xC3][...]) == widened)
  }

  @Test func runsOfWordsCoverEveryStart() {
    var buckets: [Int] = []
    FastTextHash.forEachRun([1, 2, 3], longest: 3, buckets: 1000) { buckets.append($0) }
    let two: (UInt64, UInt64) -> UInt64 = { $0 &* 116_049_371 &+ $1 }
    #expect(buckets == [two(1, 2), two(two(1, 2), 3), two(2, 3)].map { Int($0 % 1000) })
  }

  /// Huffman's lengths for 45, 13, 12, 16, 9, 5 (Cormen et al., section 16.3): 1, 3, 3, 3, 4, 4 — and no path is the
  /// beginning of another.
  @Test func theTreeIsHuffmans() {
    let tree = LabelTree(counts: [45, 13, 12, 16, 9, 5])
    #expect(tree.paths.map(\.count) == [1, 3, 3, 3, 4, 4])
    for (i, path) in tree.paths.enumerated() {
      for (j, other) in tree.paths.enumerated() where i != j { #expect(!other.starts(with: path)) }
    }
    #expect(Set(tree.paths.flatMap { $0.map(\.row) }) == Set(0..<5))
  }

  /// With a tree the scores are logarithms of probabilities, which add up to one before any softmax.
  @Test func theTreeGivesProbabilities() throws {
    let labels = (0..<30).map { "label \($0)" }
    let rows = (0..<600).map { Example(text: "word\($0 % 30) and more", label: $0 % 30, line: $0 + 1) }
    var options = FastTextOptions()
    options.loss = .hierarchical
    options.dimensions = 30
    options.epochs = 20
    options.learningRate = 0.5
    let (classifier, losses) = try FastTextClassifier.train(
      labels: labels, options: options, learning: rows, seed: 1)
    #expect((losses.last ?? 9) < 0.5 * (losses.first ?? 0))
    let predictions = try classifier.predictions(Array(rows.prefix(30)))
    for prediction in predictions { #expect(abs(prediction.logits.map { exp($0) }.reduce(0, +) - 1) < 1e-9) }
    #expect(predictions.enumerated().count { $0.offset == $0.element.index } >= 28)
  }

  /// No weights fit one text with two labels, so that a rate far too high overflows; that is an error and no model.
  @Test(arguments: [FastTextOptions.Loss.softmax, .hierarchical])
  func divergenceIsAnError(loss: FastTextOptions.Loss) throws {
    let rows = (0..<100).map { Example(text: "the same words", label: $0 % 2, line: $0 + 1) }
    var options = FastTextOptions()
    options.dimensions = 10
    options.epochs = 5
    options.learningRate = 100
    options.loss = loss
    #expect {
      try FastTextClassifier.train(labels: ["a", "b"], options: options, learning: rows, seed: 1)
    } throws: {
      if case .diverged(_, 100)? = $0 as? BaselineError { true } else { false }
    }
    options.learningRate = 0.1
    #expect(throws: Never.self) {
      try FastTextClassifier.train(labels: ["a", "b"], options: options, learning: rows, seed: 1)
    }
  }

  /// Rows that come label by label, as collections often do: in the file's order the last label would win.
  @Test func theOrderOfTheRowsDoesNotMatter() throws {
    let common = (0..<20).map { "common\($0)" }.joined(separator: " ")
    let rows = (0..<600).map { Example(text: "sign\($0 / 200 * 7) \(common)", label: $0 / 200, line: $0 + 1) }
    var options = FastTextOptions()
    options.dimensions = 10
    options.epochs = 5
    options.learningRate = 0.5
    let (classifier, _) = try FastTextClassifier.train(
      labels: ["a", "b", "c"], options: options, learning: rows, seed: 1)
    #expect(try classifier.predictions(rows).enumerated().count { $0.offset / 200 == $0.element.index } == 600)
  }

  /// No word of the held rows was learnt, but parts of them were; without parts there is nothing to go by.
  @Test func unknownWordsCountByTheirParts() throws {
    let stems = ["glorious", "dreadful"]
    let rows = (0..<200).map { Example(text: "\(stems[$0 % 2])\($0)", label: $0 % 2, line: $0 + 1) }
    let held = (0..<40).map { Example(text: "x\(stems[$0 % 2])y", label: $0 % 2, line: $0 + 1) }
    func correct(_ lengths: ClosedRange<Int>?) throws -> Int {
      var options = FastTextOptions()
      options.dimensions = 10
      options.epochs = 5
      options.characterNgrams = lengths
      let (classifier, _) = try FastTextClassifier.train(labels: stems, options: options, learning: rows, seed: 1)
      return zip(try classifier.predictions(held), held).count { $0.index == $1.label }
    }
    #expect(try correct(3...6) == 40)
    #expect(try correct(nil) == 20)
  }

  /// Options as bundles kept them before words had parts.
  @Test func optionsWithoutPartsAreRead() throws {
    let old = #"{"bucket":9,"dim":7,"epoch":3,"lr":0.5,"minCount":2,"normalized":false,"wordNgrams":1}"#
    let options = try JSONDecoder().decode(FastTextOptions.self, from: Data(old.utf8))
    #expect(options.characterNgrams == nil && options.dimensions == 7 && options.minimumCount == 2)
    let new = old.dropLast() + #","charNgrams":[2,5]}"#
    #expect(try JSONDecoder().decode(FastTextOptions.self, from: Data(new.utf8)).characterNgrams == 2...5)
    let reversed = old.dropLast() + #","charNgrams":[5,2]}"#
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(FastTextOptions.self, from: Data(reversed.utf8))
    }
  }

  @Test func splitsWords() {
    let normal = WordSplitter(isNormalizing: true)
    #expect(
      normal.strings("Don't stop—it's a well-known CAFÉ, 100%!")
        == ["don't", "stop", "—", "it's", "a", "well-known", "café", ",", "100", "%", "!"])
    #expect(WordSplitter(isNormalizing: false).strings(" A b,\tC\u{A0}d\n") == ["A", "b,", "C\u{A0}d"])
    #expect(normal.strings("one", pair: "two") == ["one", "two"])
  }
}
