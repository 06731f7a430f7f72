import BertKernels

extension Processor {
  /// Ends a command before it executes an instruction that this processor lacks.
  ///
  /// - Throws: `CommandFailure` on a processor without the required instructions.
  static func requireSupported() throws(CommandFailure) {
    guard isSupported else {
      throw CommandFailure(
        .unavailable, "this processor is not supported",
        remedy: "bertft needs \(requirement).")
    }
  }
}
