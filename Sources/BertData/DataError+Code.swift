public import BertStorage

extension DataError: CodedError {
  /// The class of the error; what cannot be opened counts as missing, as in sysexits.
  public var code: ErrorCode {
    switch self {
    case .labelsEmptyName(.file), .labelsDuplicate(_, .file), .labelsTooFew(.file), .labelsQuoting(.file),
      .labelsEmptyName(.descriptions), .labelsDuplicate(_, .descriptions), .labelsTooFew(.descriptions),
      .labelsQuoting(.descriptions):
      .badData
    case .labelsEmptyName, .labelsDuplicate, .labelsTooFew, .formatNeeded, .unknownFormat, .columnNotFound,
      .columnAmbiguous, .columnUnclear, .columnUsedTwice, .columnsInPlainText, .labelColumnsUnfit,
      .columnNumber, .labelsQuoting, .labelsMixed, .unknownEncoding, .notATable, .tokenLabels, .optionsOfFiles:
      .usage
    case .fileMissing, .isDirectory, .cannotOpen:
      .inputMissing
    case .readFailed:
      .io
    case .emptyFile, .headerOnly, .noUsableRows, .oneLabelOnly, .oneAnswerOnly, .unclosedQuote, .encoding, .notText,
      .rowTooLong, .batchTooLarge, .batchTooLong,
      .wrongDelimiter, .jsonArray, .jsonUnclosed, .jsonSeparator, .badRows, .unknownLabels, .labelFileMalformed,
      .descriptionsMalformed,
      .notInEncoding,
      .damagedArchive, .archiveWindow, .labelsLikeIDs, .labelsTakeMemory,
      .labelsLikeScores, .labelsRunOn, .labelsNotFound, .questionWithoutAnswers, .headerMayBeRow, .noLabelPrefix:
      .badData
    }
  }
}

extension DataError {
  /// Whether another row of JSON, which may have other members, can still tell the columns.
  var isAboutMissingColumn: Bool {
    switch self {
    case .columnNotFound: true
    case .columnUnclear(_, _, _, let candidates, _, _): candidates.isEmpty
    default: false
    }
  }
}
