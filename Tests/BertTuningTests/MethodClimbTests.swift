import BertData
import BertTuning
import Foundation
import Testing
import _TestSupport

/// What follows from evidence that is made up.
struct MethodClimbTests {
  /// Answers of which so many are right, those that are wrong first.
  private static func rows(_ right: Int, of count: Int) -> [Bool] {
    (0..<count).map { $0 >= count - right }
  }

  /// A method's answers, part by part, five parts of equal size.
  private static func parts(_ right: [Int], of size: Int) -> [[Bool]] { right.map { rows($0, of: size) } }

  /// Climbs over made-up answers.
  ///
  /// - Parameters:
  ///   - texts: Training texts of each of two labels.
  ///   - seconds: What a part of each method takes, and what was forecast.
  private func climb(
    texts: Int, _ answers: [TrainingMethod: [[Bool]]], limit: Double? = nil,
    seconds: [TrainingMethod: Double] = [:], refusal: String? = nil, diverging: TrainingMethod? = nil,
    takesWords: Bool = true
  ) throws -> (selection: MethodSelection, asked: [TrainingMethod: Int]) {
    let sizes = answers[.features]?.map(\.count) ?? []
    let rule = MethodRule(counts: [texts, texts])
    let candidates = [TrainingMethod.tfidf, .features, .finetune, .setfit].map { method in
      MethodClimb.Candidate(
        MethodForecast(
          method, partSeconds: seconds[method] ?? 1, parts: rule.mostParts(sizes),
          trainingSeconds: seconds[method] ?? 1),
        refusal: method == .setfit ? refusal : nil)
    }
    let climb = MethodClimb(
      rule, candidates: candidates, sizes: sizes, takesWords: takesWords, judgesParts: false, timeLimit: limit)
    var clock = 0.0, asked: [TrainingMethod: Int] = [:]
    let selection = try climb.run(spent: { clock }) {
      (method: TrainingMethod, part: Int) throws(TuningError) -> [Bool] in
      asked[method, default: 0] += 1
      clock += seconds[method] ?? 1
      if method == diverging { throw .diverged(step: 1, learningRate: 1) }
      return answers[method]?[part] ?? Self.rows(0, of: sizes[part])
    } onTrial: { _ in
    }
    return (selection, asked)
  }

  private static let half = parts([5, 5, 5, 5, 5], of: 10)

  private func trial(_ selection: MethodSelection, _ method: TrainingMethod) throws -> MethodTrial {
    try #require(selection.trials.first { $0.method == method })
  }

  @Test func theBestOfThreeIsTaken() throws {
    let (selection, asked) = try climb(
      texts: 20, [.features: Self.half, .finetune: Self.half, .setfit: Self.parts([8, 8, 8, 8, 8], of: 10)])
    #expect(selection.choice.method == .setfit)
    #expect(selection.trials.map(\.method) == [.tfidf, .features, .finetune, .setfit])
    #expect(selection.choice.reason.contains("0.8") && selection.choice.reason.contains("features 0.500"))
    #expect(asked[.features] == 5 && asked[.finetune] == 5)
    #expect(selection.rows == 50 && selection.recommendation == nil)
  }

  /// Where two are equal the cheaper stays.
  @Test func equalsStayWithTheCheaper() throws {
    let (selection, _) = try climb(texts: 20, [.features: Self.half, .finetune: Self.half, .setfit: Self.half])
    #expect(selection.choice.method == .features)
    #expect(try trial(selection, .setfit).reason.contains("cheaper"))
  }

  /// One row more of fifty, beside rows lost: not a standard error.
  @Test(arguments: [(31, TrainingMethod.features), (32, .finetune)])
  func fineTuningOnFewTextsNeedsAMargin(texts: Int, chosen: TrainingMethod) throws {
    let slightly: [[Bool]] = [
      Self.rows(5, of: 10).reversed(), Self.rows(6, of: 10), Self.rows(5, of: 10), Self.rows(5, of: 10),
      Self.rows(5, of: 10),
    ]
    let (selection, _) = try climb(texts: texts, [.features: Self.half, .finetune: slightly, .setfit: Self.half])
    #expect(selection.choice.method == chosen)
  }

  @Test func aTrialEndsWhereTheDifferenceIsClear() throws {
    let (behind, asked) = try climb(
      texts: 20, [.features: Self.parts([9, 9, 9, 9, 9], of: 10), .setfit: Self.half, .finetune: Self.half])
    #expect(behind.choice.method == .features && asked[.finetune] == 1 && asked[.setfit] == 1)
    let (ahead, again) = try climb(
      texts: 40, [.features: Self.half, .finetune: Self.parts([10, 10, 10, 10, 10], of: 10)])
    #expect(ahead.choice.method == .finetune && again[.finetune] == 1)
    // All of one part are right, which leaves nothing to win.
    #expect(again[.setfit] == nil)
    #expect(try trial(ahead, .setfit).accuracy == nil)
  }

  @Test func aHundredRowsEndATrial() throws {
    let wide = Self.parts([20, 20, 20, 20, 20], of: 40)
    let (_, asked) = try climb(texts: 40, [.features: wide, .finetune: wide, .setfit: wide])
    #expect(asked[.features] == 5 && asked[.finetune] == 3 && asked[.setfit] == 3)
  }

  @Test func nothingDearerIsTriedWhereNothingIsToBeWon() throws {
    let (selection, asked) = try climb(texts: 20, [.features: Self.parts([10, 10, 10, 10, 10], of: 10)])
    #expect(selection.choice.method == .features && asked[.finetune] == nil && asked[.setfit] == nil)
    #expect(try trial(selection, .finetune).reason.contains("nothing to win"))
  }

  @Test(arguments: [(15, false), (16, true)]) func fineTuningIsNotForVeryFewTexts(texts: Int, isTried: Bool) throws {
    let (selection, asked) = try climb(texts: texts, [.features: Self.half, .finetune: Self.half, .setfit: Self.half])
    #expect((asked[.finetune] != nil) == isTried && asked[.setfit] == 5)
    #expect(try trial(selection, .finetune).reason.contains("fewer than 16") == !isTried)
  }

  @Test(arguments: [(63, true), (64, false)]) func pairsAreForFewTexts(texts: Int, isTried: Bool) throws {
    let (selection, asked) = try climb(texts: texts, [.features: Self.half, .finetune: Self.half, .setfit: Self.half])
    #expect((asked[.setfit] != nil) == isTried)
    #expect(try trial(selection, .setfit).rows == (isTried ? 50 : 0))
  }

  /// From so many texts on a trial would take as long as the training.
  @Test func manyTextsAreFineTunedWithoutATrial() throws {
    let (selection, asked) = try climb(texts: 128, [.features: Self.half])
    #expect(selection.choice.method == .finetune && asked[.finetune] == nil && asked[.features] == 5)
    #expect(selection.choice.reason.contains("from 128 on it is taken without a trial"))
    let (settled, _) = try climb(texts: 128, [.features: Self.parts([10, 10, 10, 10, 10], of: 10)])
    #expect(settled.choice.method == .features)
  }

  @Test func whatDoesNotFitTheTimeIsNotTried() throws {
    let answers: [TrainingMethod: [[Bool]]] = [
      .features: Self.half, .finetune: Self.half, .setfit: Self.parts([9, 9, 9, 9, 9], of: 10),
    ]
    let seconds: [TrainingMethod: Double] = [.tfidf: 0, .features: 1, .finetune: 2, .setfit: 20]
    // Five of features, five and a training of fine-tuning: 17.
    let (short, asked) = try climb(texts: 20, answers, limit: 17, seconds: seconds)
    #expect(short.choice.method == .features && asked[.finetune] == 5 && asked[.setfit] == nil)
    #expect(try trial(short, .setfit).reason.contains("left"))
    let (shorter, again) = try climb(texts: 20, answers, limit: 16.5, seconds: seconds)
    #expect(shorter.choice.method == .features && again[.finetune] == nil)
    // Five of features, five of fine-tuning, five and a training of SetFit: 135.
    let (enough, _) = try climb(texts: 20, answers, limit: 135, seconds: seconds)
    #expect(enough.choice.method == .setfit && enough.timeLimit == 135)
    // The cheapest is there in any case.
    let (none, _) = try climb(texts: 20, answers, limit: 0.001, seconds: seconds)
    #expect(none.choice.method == .features)
  }

  @Test func whatCannotBeUsedIsPassedOver() throws {
    let better = Self.parts([9, 9, 9, 9, 9], of: 10)
    let (refused, asked) = try climb(
      texts: 20, [.features: Self.half, .setfit: better], refusal: "it needs another encoder")
    #expect(refused.choice.method == .features && asked[.setfit] == nil)
    #expect(try trial(refused, .setfit).reason == "it needs another encoder")
    let (diverged, _) = try climb(texts: 20, [.features: Self.half, .setfit: better], diverging: .finetune)
    #expect(diverged.choice.method == .setfit)
    #expect(try trial(diverged, .finetune).reason.contains("no longer a number"))
  }

  /// Words alone are taken where they are clearly ahead, and recommended where they are ahead, or cannot be taken.
  @Test func wordsAloneAreTakenWhereTheyAreClearlyAhead() throws {
    let clear = Self.parts([9, 9, 9, 9, 9], of: 10)
    let (taken, _) = try climb(texts: 8, [.tfidf: clear, .features: Self.half, .finetune: Self.half])
    #expect(taken.choice.method == .tfidf && taken.recommendation == nil)
    #expect(taken.choice.reason.contains("0.900") && taken.choice.reason.contains("features 0.500"))
    let (refused, _) = try climb(
      texts: 8, [.tfidf: clear, .features: Self.half, .finetune: Self.half], takesWords: false)
    #expect(refused.choice.method == .features)
    #expect(refused.recommendation?.contains("method tfidf") == true)
    // Two rows of 50 more, 1.4 standard errors.
    let (slight, _) = try climb(texts: 8, [.tfidf: Self.parts([6, 6, 5, 5, 5], of: 10), .features: Self.half])
    #expect(slight.choice.method == .features)
    #expect(slight.recommendation?.contains("method tfidf") == true)
    // The same answers from an encoder: nothing is gained without one.
    let (equal, _) = try climb(texts: 8, [.tfidf: clear, .features: clear])
    #expect(equal.choice.method == .features && equal.recommendation == nil)
    // Fine-tuning that is taken without a trial has no figures to be compared with.
    let (plentiful, _) = try climb(texts: 128, [.tfidf: clear, .features: Self.half])
    #expect(plentiful.choice.method == .finetune)
  }

  /// What the parts that are left can no longer turn is decided, either way.
  @Test func aTrialEndsWhereTheRestCannotTurnIt() throws {
    let (behind, asked) = try climb(
      texts: 40,
      [.features: Self.parts([5, 5, 10, 10, 10], of: 10), .setfit: Self.parts([4, 5, 10, 10, 10], of: 10)])
    #expect(behind.choice.method == .features && asked[.setfit] == 2)
    let (ahead, again) = try climb(
      texts: 40, [.features: Self.parts([5, 5, 0, 0, 0], of: 10), .setfit: Self.parts([6, 5, 0, 0, 0], of: 10)])
    #expect(ahead.choice.method == .setfit && again[.setfit] == 2)
    #expect(try trial(ahead, .setfit).reason.contains("and replaces it"))
  }

  private struct Golden: Decodable {
    struct Case: Decodable {
      let first: [[Bool]], second: [[Bool]]
      let accuracy: Double, standardError: Double, lead: Double, leadError: Double
    }
    let cases: [Case]
  }

  /// Figures of numpy and scipy, by Scripts/golden/method_evidence.py; sums of at most 120 terms.
  @Test func figuresAreScipys() throws {
    let file = RepositoryRoot.url.appendingPathComponent("Tests/BertTuningTests/Golden/method_evidence.json")
    let cases = try JSONDecoder().decode(Golden.self, from: Data(contentsOf: file)).cases
    #expect(cases.count == 4)
    for expected in cases {
      let first = MethodEvidence(expected.first), lead = first.lead(over: MethodEvidence(expected.second))
      #expect(abs(first.accuracy - expected.accuracy) < 1e-12)
      #expect(abs(first.standardError - expected.standardError) < 1e-12)
      #expect(abs(lead.mean - expected.lead) < 1e-12 && abs(lead.standardError - expected.leadError) < 1e-12)
    }
  }

  @Test func noRowsAreNoEvidence() {
    let none = MethodEvidence(), lead = none.lead(over: none)
    #expect(none.accuracy == 0 && none.standardError == 0 && lead.rows == 0)
    #expect(!lead.isClear && !lead.isBeyondOneError)
    #expect(!MethodRule(counts: []).isSettled(none))
  }
}
