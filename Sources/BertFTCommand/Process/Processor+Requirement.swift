import BertKernels

extension Processor {
  /// Ends a command that computes before its first instruction that this processor lacks.
  static func requireSupported() throws(CommandFailure) {
    guard isSupported else {
      throw CommandFailure(
        .unavailable, "this processor is not supported",
        remedy: "bertft needs \(requirement).")
    }
  }
}
