import BertData
import Testing

/// Rows divided for cross-validation.
struct FoldTests {
  @Test(arguments: [2, 3, 5, 10]) func everyRowIsInOnePartAndTheLabelsKeepTheirShares(count: Int) {
    let targets = (0..<200).map { Target.label($0 % 4 == 0 ? 1 : 0) }
    let folds = StratifiedSplit.folds(targets: targets, count: count, seed: 7)
    #expect(folds.count == count)
    #expect(folds.joined().sorted() == Array(0..<200))
    for fold in folds {
      #expect(fold == fold.sorted())
      #expect(abs(fold.count - 200 / count) <= 1)
      let share = Double(fold.count { targets[$0] == .label(1) }) / Double(fold.count)
      #expect(abs(share - 0.25) <= 0.03)
    }
    #expect(StratifiedSplit.folds(targets: targets, count: count, seed: 7) == folds)
    #expect(StratifiedSplit.folds(targets: targets, count: count, seed: 8) != folds)
  }

  /// A label's only row is never judged, and of two rows there is always one to learn from.
  @Test func labelsWithFewRowsCanBeLearnt() {
    let targets = [0, 0, 0, 0, 1, 1, 2].map(Target.label)
    let folds = StratifiedSplit.folds(targets: targets, count: 5, seed: 1)
    #expect(folds.joined().sorted() == [0, 1, 2, 3, 4, 5])
    for fold in folds { #expect(!fold.isEmpty && !(fold.contains(4) && fold.contains(5))) }
  }

  /// Every row is in one part, and the labels of the first question of one label keep their shares.
  @Test func rowsOfSeveralQuestionsAreDivided() {
    let questions = [
      QuestionLabels(Question(name: "n", column: "n", problem: .regression), labels: LabelSet(names: ["n"])),
      QuestionLabels(Question(name: "t", column: "t", problem: .singleLabel), labels: LabelSet(names: ["a", "b"])),
    ]
    let answers = (0..<60).map { row in
      let number: Target? = row % 3 == 0 ? nil : Target.number(Double(row))
      let label: Target? = row % 5 == 0 ? nil : Target.label(row % 10 == 1 ? 1 : 0)
      return [number, label]
    }
    let folds = StratifiedSplit.folds(answers: answers, questions: questions, count: 3, seed: 4)
    #expect(folds.count == 3 && folds.joined().sorted() == Array(0..<60))
    for fold in folds {
      #expect(fold == fold.sorted() && fold.count { answers[$0][1] == Target.label(1) } == 2)
      #expect(fold.count { answers[$0][1] == nil } == 4)
    }
    #expect(StratifiedSplit.folds(answers: answers, questions: questions, count: 3, seed: 5) != folds)
  }

  @Test func numbersAndSeveralLabelsAreDivided() {
    let numbers = (0..<23).map { Target.number(Double($0)) }
    #expect(StratifiedSplit.folds(targets: numbers, count: 5, seed: 1).map(\.count).sorted() == [4, 4, 5, 5, 5])
    let flags = (0..<60).map { Target.labels([$0 % 2 == 0, $0 % 10 == 0]) }
    let folds = StratifiedSplit.folds(targets: flags, count: 3, seed: 1)
    #expect(folds.joined().sorted() == Array(0..<60))
    for fold in folds { #expect(fold.count { $0 % 10 == 0 } == 2) }
  }
}
