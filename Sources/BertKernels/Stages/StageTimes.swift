/// How long the stages of a run took.
package struct StageTimes: Sendable {
  private let nanoseconds: [UInt64]
  /// How often ``Stage/step`` was begun.
  package let steps: Int

  /// - Parameter nanoseconds: Of each stage, in their order.
  init(nanoseconds: [UInt64], steps: Int) {
    self.nanoseconds = nanoseconds
    self.steps = steps
  }

  /// Seconds of a stage, without those within it.
  package func seconds(_ stage: Stage) -> Double { Double(nanoseconds[stage.rawValue]) / 1e9 }

  /// Seconds of all stages together: those of the whole run.
  package var total: Double { Double(nanoseconds.reduce(0, +)) / 1e9 }

  /// Seconds of the steps with all that is within them.
  package var stepping: Double {
    Stage.allCases.reduce(0) { $0 + ($1 == .step || $1.isOfStep ? seconds($1) : 0) }
  }

  /// The share of the run that has a name: neither ``Stage/other`` nor what is left of the steps.
  package var namedShare: Double { total > 0 ? 1 - (seconds(.other) + seconds(.step)) / total : 1 }
}
