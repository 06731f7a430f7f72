import BertData
import BertInference
import BertTuning
import Testing

/// When int8 agrees enough with fp32.
struct AgreementTests {
  private let answer = QuantizedAnswer.question(labels: ["a", "b"], rule: .usual(.singleLabel, labels: 2))

  private func agreement(same: Int, of rows: Int, onlyExact: Int? = nil, onlyQuantized: Int = 0) -> Agreement {
    var agreement = Agreement(rows: rows, worstCosine: 1, meanCosine: 1)
    agreement.sameLabel = Double(same) / Double(rows)
    agreement.accuracy = onlyExact.map {
      .init(exact: 0.9, quantized: 0.9, onlyExact: $0, onlyQuantized: onlyQuantized)
    }
    return agreement
  }

  /// The ends are scipy's: `binomtest(367, 371).proportion_ci(method="wilson")`.
  @Test func aShareIsJudgedByItsInterval() throws {
    let near = agreement(same: 367, of: 371), interval = try #require(near.interval(answer))
    #expect(abs(interval.low - 0.9726099684235927) < 1e-9 && abs(interval.high - 0.9957994523007074) < 1e-9)
    #expect(near.suffices(0.99, answer) && !near.suffices(0.999, answer))
    #expect(!agreement(same: 350, of: 371).suffices(0.99, answer))
    #expect(agreement(same: 371, of: 371).suffices(1, answer))
    // Figures that are no share of texts stand for themselves.
    #expect(near.interval(.vectors) == nil && !near.suffices(0.99, .vectors))
  }

  /// 15 against 3 has p 0.0075, and 4 against 3 p 1 (scipy's binomtest).
  @Test func lessAccurateIntegersAreRefused() {
    #expect(!agreement(same: 353, of: 371, onlyExact: 15, onlyQuantized: 3).suffices(0.9, answer))
    #expect(agreement(same: 353, of: 371, onlyExact: 3, onlyQuantized: 15).suffices(0.9, answer))
    #expect(agreement(same: 364, of: 371, onlyExact: 4, onlyQuantized: 3).suffices(0.9, answer))
    #expect(agreement(same: 353, of: 371, onlyExact: 15, onlyQuantized: 3).suffices(0, answer))
  }
}
