import CKernels
import Dispatch

/// Measures how long the stages of a run take on the calling thread. Each moment belongs to one stage.
///
/// The calling thread computes part 0 of every region and then waits for the others, so its time is the time of the
/// run, and nothing is counted on other threads. Without a clock, entering a stage costs one read of a thread-local
/// variable.
///
/// Two rules let code enter a stage without knowing who calls it. A stage of the run begins only outside all others:
/// the opening of a model within ``Stage/readingBack`` counts as reading back. A stage of the arithmetic counts only
/// within ``Stage/step``: products during the validation count as validation.
package final class StageClock {
  private var stage = Stage.other
  private var since: UInt64
  private var nanoseconds = [UInt64](repeating: 0, count: Stage.allCases.count)
  private var steps = 0

  private init() { since = Self.now }

  private static var now: UInt64 { DispatchTime.now().uptimeNanoseconds }

  /// Runs the work, and measures its stages on this thread.
  ///
  /// - Precondition: No clock measures this thread already.
  package static func measuring<Value>(_ work: () throws -> Value) rethrows -> Value {
    precondition(ck_stages() == nil, "one clock at a time")
    let clock = StageClock()
    ck_set_stages(Unmanaged.passUnretained(clock).toOpaque())
    defer { ck_set_stages(nil) }
    return try withExtendedLifetime(clock) { try work() }
  }

  /// The times measured on this thread so far; nil without a clock.
  package static var times: StageTimes? {
    ck_stages().map {
      Unmanaged<StageClock>.fromOpaque($0)._withUnsafeGuaranteedRef { clock in
        clock.count(now)
        return StageTimes(nanoseconds: clock.nanoseconds, steps: clock.steps)
      }
    }
  }

  /// Begins a stage on this thread.
  ///
  /// - Returns: The stage before, for ``leave(to:)``.
  @inline(__always)
  package static func enter(_ stage: Stage) -> Stage {
    guard let clock = ck_stages() else { return .other }
    return Unmanaged<StageClock>.fromOpaque(clock)._withUnsafeGuaranteedRef { $0.begin(stage) }
  }

  /// Ends a stage, and returns to the one before it.
  @inline(__always)
  package static func leave(to stage: Stage) {
    guard let clock = ck_stages() else { return }
    Unmanaged<StageClock>.fromOpaque(clock)._withUnsafeGuaranteedRef { $0.go(to: stage) }
  }

  /// Runs work within a stage.
  @inline(__always)
  package static func time<Value, Failure: Error>(
    _ stage: Stage, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    let outer = enter(stage)
    defer { leave(to: outer) }
    return try work()
  }

  private func begin(_ next: Stage) -> Stage {
    let outer = stage
    let isInStep = outer == .step || outer.isOfStep
    if next.isOfStep ? isInStep : outer == .other {
      if next == .step { steps += 1 }
      go(to: next)
    }
    return outer
  }

  private func go(to next: Stage) {
    guard next != stage else { return }
    count(Self.now)
    stage = next
  }

  private func count(_ now: UInt64) {
    nanoseconds[stage.rawValue] += now - since
    since = now
  }
}
