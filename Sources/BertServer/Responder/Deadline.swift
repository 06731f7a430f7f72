import HTTPTypes

/// Runs work with a deadline.
enum Deadline {
  /// Runs work, and cancels it at the deadline.
  ///
  /// - Throws: What the work throws; `timedOut` at the deadline, and where the caller was cancelled.
  static func run<Value: Sendable>(
    until deadline: ContinuousClock.Instant, _ work: @escaping @Sendable () async throws -> Value
  ) async throws(ServerError) -> Value {
    do {
      return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await work() }
        group.addTask {
          try await Task.sleep(until: deadline)
          return nil
        }
        defer { group.cancelAll() }
        guard let first = try await group.next(), let value = first else { throw ServerError.timedOut }
        return value
      }
    } catch let error as ServerError {
      throw error
    } catch is CancellationError {
      throw .timedOut
    } catch {
      throw ServerError(.internalServerError, "internal_error", "\(error)")
    }
  }
}
