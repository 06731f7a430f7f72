import BertCheckpoint
import BertStorage

extension VectorFileError.Rule {
  /// What is wrong, without the place.
  var complaint: String {
    switch self {
    case .file(let fault): fault.complaint
    case .alreadyNative: "the file is already in bertft's own format"
    case .archive(let kind): "this is \(kind), which may hold several files"
    case .damagedCompression(let kind): "the \(kind) stream is damaged"
    case .windowTooLarge: "it is compressed with zstd --long, and windows of more than 128 MiB are not supported"
    case .cutShort: "the file ends too early"
    case .empty: "the file is empty"
    case .unknownFormat: "the format is not a known format of word vectors"
    case .lineTooLong(let limit): "the line has more than \(Counted(limit, "byte"))"
    case .headerMalformed: "the sizes in the first line are not possible"
    case .noNumbers: "no numbers follow the word"
    case .fieldCount(let expected, let found):
      "\(Counted(expected, "number")) should follow the word, not \(found)"
    case .headerDimensions(let stated, let found):
      "it states \(Counted(stated, "number")) for each word, but the lines below have \(Counted.digits(found))"
    case .decimalComma(let text): "'\(text)' has a decimal comma"
    case .separators: "the word and its numbers are separated by commas or semicolons"
    case .numberInWord(let text, let dimensions):
      "'\(text)' is between the word and the last \(Counted(dimensions, "number")), which are its vector"
    case .notANumber(let text): "'\(text)' is not a number"
    case .notFinite(let word): "the vector of '\(word)' has a value that is not a finite number"
    case .wordMissing: "no word comes before the numbers"
    case .wordTooLong(let limit): "the word has more than \(Counted(limit, "byte"))"
    case .rowCount(let expected, let found):
      "the first line states \(Counted(expected, "word")), but the file has \(Counted.digits(found))"
    case .trailingBytes: "there are more bytes after the last vector"
    case .dimensions(let count): "vectors of \(Counted(count, "dimension")) are not supported"
    case .noWords: "the file has no words"
    case .tooManyWords(let limit): "the file has more than \(Counted(limit, "word"))"
    case .version(let version): "version \(version) of fastText's format is not known"
    case .negativeSize(let what, let size): "\(what) is \(size)"
    case .quantized: "this is a quantised fastText model (.ftz), which does not keep the vectors"
    case .pruned: "the dictionary of this fastText model was pruned"
    case .matrixShape(let rows, let columns, let expectedRows, let expectedColumns):
      "the matrix has \(rows) × \(columns) values, not \(expectedRows) × \(expectedColumns)"
    case .entryType(let type): "a dictionary entry has the type \(type), neither a word nor a label"
    case .subwordLengths(let minimum, let maximum):
      "subwords of \(minimum) to \(Counted(maximum, "letter")) are not possible"
    case .safetensors(let rule): rule.complaint
    case .tensorMissing(let name): "the tensor '\(name)' is missing"
    case .tensorMalformed(let name): "the tensor '\(name)' does not fit the others"
    case .metadataMalformed(let key): "the entry '\(key)' of its metadata is missing or wrong"
    }
  }

  /// What to do next.
  var remedy: String {
    switch self {
    case .file(.notFound): "check the path, or give a name from the catalogue (bertft vectors list)"
    case .file(.notARegularFile): "give a file of word vectors"
    case .file(let fault): fault.remedy
    case .alreadyNative: "use it as it is"
    case .archive: "unpack it, then give the file of vectors in it"
    case .windowTooLarge: "unpack it with zstd -d --long=31 first"
    case .damagedCompression, .cutShort: "fetch the file again"
    case .empty, .unknownFormat:
      "give GloVe's or word2vec's text, word2vec's binary form, fastText's .vec or .bin, or a converted file"
    case .lineTooLong: "check that this is a file of word vectors"
    case .headerMalformed: "it should have two numbers: how many words, and how many dimensions"
    case .headerDimensions: "correct the line or delete it"
    case .decimalComma: "write numbers with a decimal point"
    case .separators: "separate them with spaces"
    case .noNumbers, .fieldCount, .notANumber, .notFinite, .wordMissing, .wordTooLong:
      "correct the line or fetch the file again"
    case .numberInWord: "correct the line, or if the number is part of the word, write _ between the parts"
    case .rowCount: "the file is cut short or its first line is wrong; fetch it again"
    case .trailingBytes: "the sizes in it are wrong; fetch the file again"
    case .dimensions: "use vectors of 1 to \(Counted.digits(VectorLimits.dimensions)) dimensions"
    case .noWords: "fetch the file again"
    case .tooManyWords: "leave out the rarest words"
    case .version: "save the model again with fastText 0.9"
    case .negativeSize, .matrixShape, .entryType, .subwordLengths: "the file is damaged; fetch it again"
    case .quantized: "give the .bin model that it was made from"
    case .pruned: "give the model as it was before pruning"
    case .safetensors(.file(let fault)): fault.remedy
    case .safetensors, .tensorMissing, .tensorMalformed, .metadataMalformed:
      "convert the vectors again: bertft vectors convert OLD NEW"
    }
  }
}
