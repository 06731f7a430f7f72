import BertFT
import BertStorage

extension CommandFailure {
  /// The message and the exit code for an error of the libraries. This is the only place that decides them.
  init(_ error: any Error) {
    switch error {
    case let error as CommandFailure: self = error
    case let error as any CodedError & Worded: self.init(ExitStatus(error.code), error.wording.commandLine)
    case let error as any CodedError: self.init(ExitStatus(error.code), error.message)
    default:
      self.init(.internalError, "\(error)", remedy: "This is a mistake of bertft; please report it.")
    }
  }
}

extension ExitStatus {
  init(_ code: ErrorCode) {
    switch code {
    case .usage: self = .usage
    case .badData: self = .badData
    case .inputMissing: self = .inputMissing
    case .unavailable: self = .unavailable
    case .internalError: self = .internalError
    case .io: self = .inputOutput
    case .tryAgain: self = .tryAgain
    case .interrupted: self = .interrupted
    }
  }
}
