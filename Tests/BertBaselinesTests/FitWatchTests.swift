import BertBaselines
import BertData
import Testing

/// Fits that last are stopped where somebody asks for it, and leave no result.
@Suite struct FitWatchTests {
  private static let rows = (0..<40).map { row in
    Example(text: "w\(row % 7) w\(row % 5) w\(row)", target: .label(row % 4), line: row + 1)
  }

  private static func options(_ method: TrainingMethod) -> BaselineOptions { BaselineOptions(method) }

  @Test(arguments: [TrainingMethod.tfidf, .nbsvm]) func `A fit asks before each step`(method: TrainingMethod) throws {
    let trainer = BaselineTrainer(options: Self.options(method), labels: ["a", "b", "c", "d"])
    var asked = 0
    _ = try trainer.fit(
      Self.rows,
      isCancelled: {
        asked += 1; return false
      })
    let all = asked
    #expect(all > 10)
    // Whenever the answer turns, in the last step too.
    for end in stride(from: 1, through: all, by: max(1, all / 12)) {
      var count = 0
      #expect(throws: BaselineError.interrupted) {
        _ = try trainer.fit(
          Self.rows,
          isCancelled: {
            count += 1; return count >= end
          })
      }
      #expect(count <= end + 3)
    }
  }

  @Test func `A ridge regression asks too, and watchers lie in one another`() {
    let features = FeatureMatrix(rows: 3, columns: 2, values: [1, 0, 0, 1, 1, 1])
    func fit() -> RidgeRegression.Fit { RidgeRegression().fit(features, numbers: [1, 2, 4]) }
    #expect(FitWatch.run({ true }, fit) == nil)
    #expect(FitWatch.run({ false }, fit)?.converged == true)
    let inner = FitWatch.run({ false }) { FitWatch.run({ true }, fit) }
    #expect(inner != nil && inner! == nil)
  }

  @Test(arguments: [
    (10_000, 10_000, 24 << 30, false), (100, 10_000, 24 << 30, true), (Int.max / 2, 100, 24 << 30, false),
  ])
  func `A model that does not fit into the machine is refused`(outputs: Int, features: Int, memory: Int, fits: Bool)
    throws
  {
    if fits {
      try FitMemory.require(outputs: outputs, features: features, memory: memory)
    } else {
      #expect {
        try FitMemory.require(outputs: outputs, features: features, memory: memory)
      } throws: {
        if case .labelsTakeMemory(outputs, features, _, memory)? = $0 as? BaselineError { true } else { false }
      }
    }
  }

  /// Terabytes: 10 million labels times 40,000 terms.
  @Test func `A ratio model that does not fit into the machine is refused before it is made`() {
    let text = (0..<20_000).map { "word\($0)" }.joined(separator: " ")
    #expect {
      try RatioClassifier(
        labels: Array(repeating: "label", count: 10_000_000), terms: TermOptions(),
        learning: [Example(text: text, label: 0, line: 1)], strength: 1)
    } throws: {
      if case .labelsTakeMemory(10_000_000, _, _, _)? = $0 as? BaselineError { true } else { false }
    }
  }
}
