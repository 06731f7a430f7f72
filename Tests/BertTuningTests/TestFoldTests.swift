import BertData
import BertStorage
import BertTuning
import Foundation
import Testing

/// The parts of a cross-validation over several runs: each row is tested on once, whatever its labels are.
@Suite struct TestFoldTests {
  private static let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
    "bertft-folds-\(UUID().uuidString)")

  private static func file(_ name: String, _ text: String) throws -> DataSource {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appendingPathComponent(name)
    try Data(text.utf8).write(to: url)
    return .file(url)
  }

  /// 60 rows, of which a third, two ninths and the rest have each label.
  private static func label(_ row: Int) -> String { row % 3 == 0 ? "a" : row % 9 < 5 ? "b" : "c" }

  private static let table =
    "text,label,stars,x,y\n"
    + (0..<60).map { "text \($0),\(label($0)),\($0 % 7),\($0 % 2),\($0 % 5 == 0 ? 1 : 0)" }.joined(separator: "\n")
    + "\n"

  private func rows(_ kind: String, _ fold: TestFold, seed: UInt64 = 42) throws -> TrainingData {
    let source = try Self.file("\(kind)-\(fold.number)-\(fold.count).csv", Self.table)
    var reading = ReadingOptions()
    reading.textColumn = "text"
    switch kind {
    case "number":
      reading.labelColumn = "stars"
      reading.problem = .regression
    case "several labels":
      reading.labelColumns = ["x", "y"]
      reading.problem = .multiLabel
    case "questions":
      return try TrainingRows(
        source,
        questions: [
          Question(name: "l", column: "label", problem: .singleLabel),
          Question(name: "s", column: "stars", problem: .regression),
        ], validation: .share(0.1), test: .fold(fold), seed: seed, reading: reading
      ).data
    default: reading.labelColumn = "label"
    }
    return try TrainingRows(source, validation: .share(0.1), test: .fold(fold), seed: seed, reading: reading).data
  }

  @Test(arguments: ["label", "number", "several labels", "questions"])
  func partsAreDisjointAndCoverAllRows(kind: String) throws {
    for count in 2...10 {
      var tested: [String] = []
      for number in 1...count {
        let data = try rows(kind, TestFold(number, of: count))
        let own = data.test.map(\.text)
        #expect(data.testFold == TestFold(number, of: count))
        #expect(Set(own).isDisjoint(with: (data.training + data.validation).map(\.text)))
        #expect(data.training.count + data.validation.count + own.count == 60)
        #expect((60 / count - 3...60 / count + 4).contains(own.count), "\(own.count) of \(count)")
        if kind == "label" {
          // Each label's share, to a row or two.
          for label in 0..<3 {
            let all = (0..<60).count { Self.label($0) == ["a", "b", "c"][label] }
            #expect(abs(data.test.count { $0.label == label } - all / count) <= 2)
          }
        }
        tested += own
      }
      #expect(tested.count == 60 && Set(tested).count == 60, "\(count)")
    }
  }

  @Test func sentencesWithEntitiesToo() throws {
    let text = (0..<40).map { "w\($0) O\nBob \($0 % 3 == 0 ? "O" : $0 % 2 == 0 ? "B-PER" : "B-LOC")\n" }.joined(
      separator: "\n")
    let source = try Self.file("rows.conll", text)
    for count in 2...10 {
      var tested: [Int] = []
      for number in 1...count {
        let data = try TokenTrainingRows(
          source, validation: .share(0.1), test: .fold(TestFold(number, of: count)), seed: 42,
          reading: TokenReadingOptions()
        ).data
        #expect(data.training.count + data.validation.count + data.test.count == 40)
        tested += data.test.map(\.line)
      }
      #expect(tested.count == 40 && Set(tested).count == 40, "\(count)")
    }
  }

  @Test func theSeedDecides() throws {
    let fold = TestFold(1, of: 4)
    let first = try rows("label", fold).test.map(\.text)
    #expect(try rows("label", fold).test.map(\.text) == first)
    #expect(try rows("label", fold, seed: 7).test.map(\.text) != first)
  }

  @Test(arguments: [TestFold(0, of: 3), TestFold(4, of: 3), TestFold(1, of: 1), TestFold(1, of: 80)])
  func whatIsNoPartIsRefused(fold: TestFold) throws {
    let error = #expect(throws: TuningError.self) { _ = try rows("label", fold) }
    #expect(error?.code == .usage)
  }
}
