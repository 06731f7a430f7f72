import Dispatch

/// Waits without a thread of the cooperative pool.
///
/// A synchronous caller may block threads of the pool until a download is done (the tests' `RealData` does), and
/// `Task.sleep` needs one of them to wake up.
enum Pause {
  /// Waits, in slices, so that a cancelled task stops soon.
  ///
  /// - Throws: `cancelled`.
  static func wait(seconds: Double, for subject: String) async throws(HubError) {
    var rest = seconds
    while rest > 0 {
      if Task.isCancelled { throw HubError(.cancelled, subject) }
      let slice = min(rest, 0.05)
      rest -= slice
      await withCheckedContinuation { continuation in
        DispatchQueue.global().asyncAfter(deadline: .now() + slice) { continuation.resume() }
      }
    }
    if Task.isCancelled { throw HubError(.cancelled, subject) }
  }
}
