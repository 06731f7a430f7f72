/// How long the stages of a run took.
package struct StageTimes: Sendable {
  private let nanoseconds: [UInt64]
  /// How often ``Stage/step`` was begun.
  package let steps: Int

  /// - Parameters:
  ///   - nanoseconds: The time of each stage, in the order of the cases.
  ///   - steps: How often ``Stage/step`` was begun.
  init(nanoseconds: [UInt64], steps: Int) {
    self.nanoseconds = nanoseconds
    self.steps = steps
  }

  /// Seconds of a stage, without the stages within it.
  package func seconds(_ stage: Stage) -> Double { Double(nanoseconds[stage.rawValue]) / 1e9 }

  /// Seconds of all stages, which is the whole run.
  package var total: Double { Double(nanoseconds.reduce(0, +)) / 1e9 }

  /// Seconds of the steps, with the stages within them.
  package var stepping: Double {
    Stage.allCases.reduce(0) { $0 + ($1 == .step || $1.isOfStep ? seconds($1) : 0) }
  }

  /// The share of the run in named stages: neither ``Stage/other`` nor the own time of ``Stage/step``.
  package var namedShare: Double { total > 0 ? 1 - (seconds(.other) + seconds(.step)) / total : 1 }
}
