public import BertCheckpoint
public import BertData
public import BertEncoder
public import BertExport
public import BertHub
public import BertText
public import BertTuning

extension DataError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .io: .io
    }
  }
}

extension CheckpointError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .inputMissing: .inputMissing
    case .badData: .badData
    case .io: .io
    }
  }
}

extension TokenizerError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch self {
    case .noTokenizerFiles, .noVocabulary, .unreadable: .inputMissing
    default: .badData
    }
  }
}

extension ModelError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    if case .checkpoint(let error) = self { return error.code }
    return .badData
  }

  /// The checkpoint's error, where it is one.
  public var cause: (any Error)? {
    if case .checkpoint(let error) = self { return error }
    return nil
  }
}

extension TuningError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .unavailable: .unavailable
    case .internal: .internalError
    case .io: .io
    case .interrupted: .interrupted
    }
  }

  /// The error of the checkpoint, the tokenizer or the model, where it is one.
  public var cause: (any Error)? {
    switch self {
    case .checkpoint(let error): error
    case .tokenizer(_, let error): error
    case .model(_, let error): error
    default: nil
    }
  }
}

extension ExportError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .inputMissing: .inputMissing
    case .unavailable: .unavailable
    case .io: .io
    case .interrupted: .interrupted
    }
  }

  /// The error of the checkpoint, the tokenizer, the model or the data, where it is one.
  public var cause: (any Error)? {
    switch self {
    case .checkpoint(let error): error
    case .tokenizer(_, let error): error
    case .model(_, let error): error
    case .data(let error): error
    case .output(let error): error
    default: nil
    }
  }
}

extension HubError: CodedError {
  /// The class of the error.
  public var code: ErrorCode {
    switch kind {
    case .usage: .usage
    case .badData: .badData
    case .unavailable: .unavailable
    case .io: .io
    case .interrupted: .interrupted
    }
  }
}

extension BatchingError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .unavailable }
}

extension TokenIDError: CodedError {
  /// The class of the error.
  public var code: ErrorCode { .badData }
}
