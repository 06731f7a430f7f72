import BertTuning
import Testing

extension TrainingJob {
  /// Begins the run and expects it to end as interrupted once it has taken so many steps.
  func runInterrupted(afterSteps count: Int, sourceLocation: SourceLocation = #_sourceLocation) {
    nonisolated(unsafe) var steps = 0
    #expect(throws: TuningError.self, sourceLocation: sourceLocation) {
      try TrainingSession(self).run(isCancelled: { steps >= count }) { event in
        if case .step = event { steps += 1 }
      }
    }
  }
}
