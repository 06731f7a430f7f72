import BertBaselines
import BertFT
import BertServer

extension CommandFailure {
  /// What the user is told about an error of the libraries, and the exit code: the one place where this is decided.
  init(_ error: any Error) {
    switch error {
    case let error as CommandFailure: self = error
    case let error as DataError: self.init(ExitStatus(error.kind), error.description)
    case let error as CheckpointError: self.init(ExitStatus(error.kind), error.description)
    case let error as TokenizerError: self.init(ExitStatus(error), error.description)
    case let error as TuningError: self.init(ExitStatus(error.kind), error.description)
    case let error as ExportError: self.init(ExitStatus(error.kind), error.description)
    case let error as HubError: self.init(ExitStatus(error.kind), error.description)
    case let error as VectorFileError: self.init(ExitStatus(error.kind), error.description)
    case let error as ServerStartError: self.init(.unavailable, error.description)
    case let error as ModelError: self.init(.badData, error.description)
    default:
      self.init(.internalError, "\(error)", remedy: "This is a mistake of bertft; please report it.")
    }
  }
}

extension ExitStatus {
  init(_ kind: DataError.Kind) {
    switch kind {
    case .usage: self = .usage
    case .badData: self = .badData
    case .inputMissing: self = .inputMissing
    case .io: self = .inputOutput
    }
  }

  init(_ kind: CheckpointError.Kind) {
    switch kind {
    case .inputMissing: self = .inputMissing
    case .badData: self = .badData
    case .io: self = .inputOutput
    }
  }

  init(_ error: TokenizerError) {
    switch error {
    case .noTokenizerFiles, .noVocabulary, .unreadable: self = .inputMissing
    default: self = .badData
    }
  }

  init(_ kind: TuningError.Kind) {
    switch kind {
    case .usage: self = .usage
    case .badData: self = .badData
    case .inputMissing: self = .inputMissing
    case .unavailable: self = .unavailable
    case .internal: self = .internalError
    case .io: self = .inputOutput
    case .interrupted: self = .interrupted
    }
  }
}

extension ExitStatus {
  init(_ kind: ExportError.Kind) {
    switch kind {
    case .usage: self = .usage
    case .unavailable: self = .unavailable
    case .badData: self = .badData
    case .inputMissing: self = .inputMissing
    case .io: self = .inputOutput
    case .interrupted: self = .interrupted
    }
  }

  init(_ kind: HubError.Kind) {
    switch kind {
    case .usage: self = .usage
    case .badData: self = .badData
    case .unavailable: self = .unavailable
    case .io: self = .inputOutput
    case .interrupted: self = .interrupted
    }
  }
}

extension ExitStatus {
  init(_ kind: VectorFileError.Kind) {
    switch kind {
    case .inputMissing: self = .inputMissing
    case .badData: self = .badData
    case .io: self = .inputOutput
    }
  }
}
