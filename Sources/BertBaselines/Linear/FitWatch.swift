/// Cancellation of the fits of linear models, wherever they run: each fit asks before a step whether to continue.
///
/// A cancelled fit has no valid result, so ``run(_:_:)`` returns none.
package enum FitWatch {
  /// The function that says whether to cancel, and whether it has cancelled a fit.
  private final class Watcher: @unchecked Sendable {
    // Fits run on the thread that called ``run(_:_:)``; no other thread has this object.
    let isCancelled: () -> Bool
    var hasStopped = false

    init(_ isCancelled: @escaping () -> Bool) { self.isCancelled = isCancelled }
  }

  @TaskLocal private static var watcher: Watcher?

  /// Whether a fit should continue; called before each of its steps.
  static func continues() -> Bool {
    guard let watcher else { return true }
    if !watcher.hasStopped, watcher.isCancelled() { watcher.hasStopped = true }
    return !watcher.hasStopped
  }

  /// Runs work that fits models on this thread.
  ///
  /// - Parameters:
  ///   - isCancelled: Called before each step of each fit.
  ///   - work: Fits models.
  /// - Returns: The result of the work; nil if a fit was cancelled.
  /// - Throws: The error of the work, if no fit was cancelled.
  package static func run<Value, Failure: Error>(
    _ isCancelled: () -> Bool, _ work: () throws(Failure) -> Value
  ) throws(Failure) -> Value? {
    let (result, hasStopped): (Result<Value, Failure>, Bool) = withoutActuallyEscaping(isCancelled) { isCancelled in
      let watcher = Watcher(isCancelled)
      let result = $watcher.withValue(watcher) { () -> Result<Value, Failure> in
        do throws(Failure) {
          return .success(try work())
        } catch {
          return .failure(error)
        }
      }
      return (result, watcher.hasStopped)
    }
    return hasStopped ? nil : try result.get()
  }
}
