import BertBaselines
import Foundation
import Testing

/// Files of GloVe, word2vec and fastText, read to the vectors that the reference libraries read from them.
struct ForeignVectorTests {
  @Test(arguments: [
    ("word2vec-text", VectorFileFormat.word2vecText), ("word2vec-binary", .word2vecBinary), ("glove", .glove),
    ("glove-gzip", .glove), ("glove-bzip2", .glove), ("glove-gzip-members", .glove), ("glove-bzip2-members", .glove),
    ("fasttext-skipgram", .fastText), ("fasttext-cbow", .fastText), ("fasttext-without-subwords", .fastText),
    ("fasttext-classifier", .fastText), ("fasttext-by-gensim", .fastText),
  ])
  func vectorsAreTheReferences(name: String, format: VectorFileFormat) throws {
    let reference = try #require(try ReferenceVectors.load().cases[name])
    let folder = try VectorFolder()
    let file = try folder.write(reference.file)
    #expect(try WordVectorFile.format(of: file) == format)
    let report = try WordVectorFile.convert(file, to: folder["native"])
    #expect(report.words == reference.words.count && report.repeated == 0 && report.unreadable == 0)
    let table = try WordVectorTable(contentsOf: folder["native"])
    #expect(try (0..<table.count).map { try table.word($0) } == reference.words)
    // Sums of a word's parts are rounded in another order; all else is the same number.
    let tolerance: Float = format == .fastText ? 1e-6 : 0
    for (word, expected) in reference.vectors {
      let found = try #require(table.vector(of: word), "\(word)")
      #expect(found.count == expected.count)
      for (a, b) in zip(found, expected) { #expect(abs(a - b) <= tolerance, "\(word): \(found), not \(expected)") }
    }
    if reference.unseen.isEmpty { #expect(table.vector(of: "unseen") == nil) }
    #expect(try folder.names == ["native", "vectors"])
  }

  @Test func aSumTakesWeightsAndLeavesUnknownWordsOut() throws {
    let folder = try VectorFolder()
    let file = try folder.write("a 1 2 3\nb 0.5 -1 1e1\n".utf8)
    let table = try WordVectorFile.open(file, cache: folder["cache"])
    var sum: [Float] = [1, 1, 1]
    let known = table.add("a", weight: 2, to: &sum) && table.add("b", weight: -1, to: &sum)
    #expect(known && !table.add("c", weight: 1, to: &sum))
    #expect(sum == [2.5, 6, -3])
  }

  @Test func theSecondOpeningUsesTheCopyUntilTheFileChanges() throws {
    let folder = try VectorFolder()
    let file = try folder.write("a 1 2\nb 3 4\n".utf8)
    var conversions = 0
    func open() throws -> WordVectorTable {
      try WordVectorFile.open(file, cache: folder["cache"]) { _ in conversions += 1 }
    }
    #expect(try open().vector(of: "a") == [1, 2])
    #expect(try open().vector(of: "b") == [3, 4])
    #expect(conversions == 1)
    _ = try folder.write("a 1 2\nb 3 5 \n".utf8)
    #expect(try open().vector(of: "b") == [3, 5])
    #expect(conversions == 2)
    // A copy that was damaged is made again.
    for name in try FileManager.default.contentsOfDirectory(atPath: folder["cache"].path) {
      try Data("damaged".utf8).write(to: folder["cache"].appendingPathComponent(name))
    }
    #expect(try open().vector(of: "b") == [3, 5])
    #expect(conversions == 3)
    // The native form opens as it is.
    try WordVectorFile.convert(file, to: folder["native"])
    #expect(try WordVectorFile.open(folder["native"], cache: folder["none"]).count == 2)
    #expect(try folder.names == ["cache", "native", "vectors"])
  }

  @Test func wordsMayHoldSpacesAndTheFirstOfEqualOnesCounts() throws {
    let folder = try VectorFolder()
    let lines: [UInt8] = Array("x 1 2\n. . . 3 4\nx 5 6\n".utf8) + [0xFF, 0xFE] + Array(" 7 8\r\n\nlast 9 10".utf8)
    let report = try WordVectorFile.convert(folder.write(lines), to: folder["native"])
    #expect(report.repeated == 1 && report.unreadable == 1 && report.words == 3)
    let table = try WordVectorTable(contentsOf: folder["native"])
    #expect(table.vector(of: ". . .") == [3, 4] && table.vector(of: "x") == [1, 2])
    #expect(table.vector(of: "last") == [9, 10])
  }

  /// Cosines by hand: from (1, 0), (4, 3) is 0.8 away, (3, 4) is 0.6, (0, 1) is 0.
  @Test func neighboursAndAnalogies() throws {
    let folder = try VectorFolder()
    let file = try folder.write("right 1 0\nup 0 2\nmost 4 3\nhalf 30 40\nleft -1 0\n".utf8)
    let table = try WordVectorFile.open(file, cache: folder["cache"])
    let near = try table.neighbours(of: [5, 0], count: 3, excluding: ["right"])
    #expect(near.map(\.word) == ["most", "half", "up"])
    for (a, b) in zip(near.map(\.cosine), [0.8, 0.6, 0]) { #expect(abs(a - Float(b)) < 1e-6) }
    // up − right + left = (−2, 1) of unit vectors: of most and half, half is nearer.
    let answer = try #require(try table.analogy("right", "up", "left", count: 5))
    #expect(answer.map(\.word) == ["half", "most"])
    #expect(try table.analogy("right", "up", "nowhere", count: 1) == nil)
  }
}
