/// Lets the fits of linear models be stopped, wherever they are made: each asks before a step whether to go on.
///
/// A fit that was stopped is no result: whoever watches gets none.
package enum FitWatch {
  /// Who is asked, and whether the answer has stopped a fit.
  private final class Watcher: @unchecked Sendable {
    // Fits run on the thread that watches; nobody else has this object.
    let isCancelled: () -> Bool
    var hasStopped = false

    init(_ isCancelled: @escaping () -> Bool) { self.isCancelled = isCancelled }
  }

  @TaskLocal private static var watcher: Watcher?

  /// Asked before each step of a fit.
  static func continues() -> Bool {
    guard let watcher else { return true }
    if !watcher.hasStopped, watcher.isCancelled() { watcher.hasStopped = true }
    return !watcher.hasStopped
  }

  /// Runs work that fits models on this thread.
  ///
  /// - Parameter isCancelled: Asked before each step of each fit.
  /// - Returns: nil where it stopped one, whatever came of the work then.
  /// - Throws: What the work throws, where none was stopped.
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
