import BertData
import Testing
import _TestSupport

/// Figures from scikit-learn: `Scripts/golden/kappa.py`.
struct KappaTests {
  struct Figures: Decodable {
    struct Case: Decodable {
      let first, second: [Int]
      let kappa: Double
    }
    let cases: [Case]
  }

  @Test func agreementIsThatOfScikitLearn() throws {
    for figure in try Golden.load(Figures.self, "kappa.json", target: "BertDataTests").cases {
      let kappa = try #require(CohenKappa(first: figure.first, second: figure.second).value)
      #expect(abs(kappa - figure.kappa) < 1e-12)
    }
  }

  @Test func nothingFollowsFromOneAnswer() {
    #expect(CohenKappa(first: [], second: []).value == nil)
    let alike = CohenKappa(first: [1, 1, 1], second: [1, 1, 1])
    #expect(alike.value == nil && alike.same == 3 && alike.rows == 3)
  }
}
