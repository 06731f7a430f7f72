extension CommandFailure {
  init(_ error: any Error) {
    self = (error as? CommandFailure) ?? CommandFailure(.internalError, String(describing: error))
  }
}
