import BertData
import BertTuning
import Testing

/// What follows from evidence that is made up.
struct HalvingTests {
  /// Nine parts of ten rows of two labels in turn.
  private static let truth = (0..<9).map { _ in (0..<10).map { $0 % 2 } }

  /// Answers to a part of ten rows of which so many are right, those that are wrong first.
  private static func part(_ right: Int) -> [Int] {
    (0..<10).map { $0 < 10 - right ? 1 - $0 % 2 : $0 % 2 }
  }

  private static func rule(_ truth: [[Int]] = Self.truth, _ metric: Metric = .accuracy) -> HalvingRule {
    HalvingRule(truth: truth, classes: 2, metric: metric)
  }

  /// Searches among settings that have so many of ten rows right in each part.
  private func search(
    _ right: [Int], costs: [Double]? = nil, seconds: Double = 1, limit: Double? = nil, truth: [[Int]] = Self.truth,
    diverging: Set<Int> = [], staying: Set<Int> = []
  ) throws -> (result: Halving.Result, asked: [[Int]]) {
    let candidates = right.indices.map {
      Halving.Candidate(
        cost: costs?[$0] ?? Double($0), partSeconds: 1, trainingSeconds: 1, staysOn: staying.contains($0))
    }
    var clock = 0.0, asked = right.map { _ in [Int]() }
    let result = try Halving(Self.rule(truth), candidates: candidates, timeLimit: limit).run(spent: { clock }) {
      (setting: Int, part: Int) throws(TuningError) -> Halving.Answer in
      if diverging.contains(setting) { throw .diverged(step: 1, learningRate: 1) }
      asked[setting].append(part)
      clock += seconds
      return .init(labels: Self.part(right[setting]), seconds: seconds)
    }
    return (result, asked)
  }

  @Test func theBestThirdGoesOn() throws {
    // Of ninety rows, three parts are the fewest that tell something.
    #expect(Self.rule().rungs == [3, 9])
    let (result, asked) = try search([5, 9, 6, 5, 4, 8, 5, 3, 10])
    #expect(asked.map(\.count) == [3, 9, 3, 3, 3, 9, 3, 3, 9])
    // No part is answered twice.
    #expect(asked[1] == Array(0..<9))
    #expect(result.choice?.taken == 8 && result.choice?.best == 8 && !result.isCut)
    #expect(result.fates[0] == .dropped(rung: 1) && result.fates[1] == .last && result.fates[8] == .taken)
    #expect(Self.rule().trainings(9) == 9 * 3 + 3 * 6)
  }

  /// What costs next to nothing is judged to the end, beside the best third of the others.
  @Test func theCheapStayOn() throws {
    let (result, asked) = try search([5, 9, 6, 5, 4, 8, 5, 3, 10], staying: [0])
    #expect(asked.map(\.count) == [9, 9, 3, 3, 3, 9, 3, 3, 9])
    #expect(result.choice?.taken == 8 && result.fates[0] == .last && result.fates[2] == .dropped(rung: 1))
  }

  @Test func rungsFollowTheRows() {
    func rungs(parts: Int, rows: Int) -> [Int] {
      Self.rule((0..<parts).map { _ in [Int](repeating: 0, count: rows) }).rungs
    }
    #expect(rungs(parts: 9, rows: 30) == [1, 3, 9])
    #expect(rungs(parts: 9, rows: 29) == [3, 9])
    #expect(rungs(parts: 9, rows: 3) == [9])
    #expect(rungs(parts: 4, rows: 100) == [1, 3, 4])
    #expect(rungs(parts: 2, rows: 2) == [2])
  }

  @Test func equalsGoToTheCheaper() throws {
    // 9 and 9 of ten; the same rows are right.
    let (equal, _) = try search([9, 9, 9], costs: [3, 1, 2])
    #expect(equal.choice?.taken == 1)
    // Two rows of ninety that one has right and the other not, and one the other way round: not more than chance.
    let rule = Self.rule(), good = (0..<9).map { _ in Self.part(9) }
    var nearly = good
    (nearly[0], nearly[1], nearly[2]) = (Self.part(8), Self.part(8), Self.part(10))
    let close = rule.choice([.init(0, good, cost: 2), .init(1, nearly, cost: 1)])
    #expect(close?.taken.number == 1 && close?.best.number == 0)
    // Two rows more in each part are beyond one standard error.
    let poor = (0..<9).map { _ in Self.part(7) }
    let clear = rule.choice([.init(0, good, cost: 2), .init(1, poor, cost: 1)])
    #expect(clear?.taken.number == 0)
  }

  /// The figures of scikit-learn's `f1_score(average="macro")` for these rows.
  @Test func macroF1IsThatOfScikitLearn() {
    let rule = Self.rule([[0, 0, 0, 0, 1, 1], [0, 1, 0, 0, 0, 0]], .macroF1)
    #expect(abs(rule.score([[0, 0, 0, 1, 1, 0], [0, 0, 0, 0, 0, 0]]) - 0.621_052_631_578_947_3) < 1e-12)
    #expect(abs(rule.score([[0, 0, 0, 1, 1, 0]]) - 0.625) < 1e-12)
    #expect(rule.standardError([[0, 0, 0, 1, 1, 0]]) > 0)
  }

  @Test func oneLabelForAllTextsIsNoticed() {
    let rule = Self.rule()
    #expect(rule.isStuck([[Int](repeating: 1, count: 10)]))
    #expect(!rule.isStuck([Self.part(9)]))
    #expect(!Self.rule([[1, 1, 1]]).isStuck([[1, 1, 1]]))
  }

  @Test func whatDivergesIsLeftOut() throws {
    let (result, asked) = try search([5, 5, 10, 5], diverging: [2])
    #expect(result.fates[2] == .diverged && asked[2].isEmpty && result.choice?.taken == 0)
    let (none, _) = try search([5, 5], diverging: [0, 1])
    #expect(none.choice == nil)
    guard case .diverged = none.divergence else {
      Issue.record("\(none)")
      return
    }
  }

  @Test func theTimeEndsTheSearch() throws {
    // Three settings of three seconds each fit beside a training of one.
    let (first, asked) = try search([5, 9, 6, 10], limit: 10)
    #expect(asked.map(\.count) == [3, 3, 3, 0] && first.isCut)
    #expect(first.fates[3] == .untried && first.choice?.taken == 1)
    // Forecasts are corrected by what was measured: twice as slow, two are begun after the first.
    let (slow, few) = try search([5, 9, 6, 10], seconds: 2, limit: 10)
    #expect(few.map(\.count).reduce(0, +) <= 5 && slow.isCut)
    // On the second rung all have been judged on nearly the same parts.
    let (second, late) = try search([5, 9, 6, 10], limit: 18)
    #expect(second.isCut && late.map(\.count) == [3, 5, 3, 6])
    #expect(second.choice?.taken == 3)
    // Nothing fits.
    let (none, nothing) = try search([5, 9], limit: 1)
    #expect(none.choice == nil && nothing.allSatisfy(\.isEmpty))
  }

  @Test func asManyAreTriedAsFit() {
    let candidates = (0..<9).map { _ in Halving.Candidate(cost: 1, partSeconds: 1, trainingSeconds: 1) }
    func count(_ limit: Double?) -> Int { Halving(Self.rule(), candidates: candidates, timeLimit: limit).affordable }
    #expect(count(nil) == 9 && count(46) == 9 && count(45) == 8 && count(3) == 1)
  }
}
