import BertCheckpoint
import BertStorage

extension VectorFileError.Rule {
  /// What is wrong, without the place.
  var complaint: String {
    switch self {
    case .file(let fault): fault.complaint
    case .alreadyNative: "it is in the native form already"
    case .archive(let kind): "this is \(kind), which may hold several files"
    case .damagedCompression(let kind): "the \(kind) stream is damaged"
    case .windowTooLarge: "it is packed with zstd --long, and a window of more than 128 MiB is not read"
    case .cutShort: "the file ends in the middle"
    case .empty: "the file is empty"
    case .unknownFormat: "this is no form of word vectors that is known here"
    case .lineTooLong(let limit): "the line has more than \(Counted(limit, "byte"))"
    case .headerMalformed: "the first line states sizes that cannot be"
    case .noNumbers: "no numbers stand behind the word"
    case .fieldCount(let expected, let found):
      "\(Counted(expected, "number")) should stand behind the word, not \(found)"
    case .headerDimensions(let stated, let found):
      "it states \(Counted(stated, "number")) a word, and \(Counted(found, "stands", "stand")) in the lines below"
    case .decimalComma(let text): "'\(text)' is written with a comma"
    case .separators: "the word and its numbers are separated by commas or semicolons"
    case .numberInWord(let text, let dimensions):
      "'\(text)' stands between the word and the last \(Counted(dimensions, "number")), which are its vector"
    case .notANumber(let text): "'\(text)' is not a number"
    case .notFinite(let word): "the vector of '\(word)' holds something that is no finite number"
    case .wordMissing: "no word stands before the numbers"
    case .wordTooLong(let limit): "a word of more than \(Counted(limit, "byte")) stands here"
    case .rowCount(let expected, let found):
      "the first line promises \(Counted(expected, "word")), \(Counted(found, "is", "are")) there"
    case .trailingBytes: "more follows after the last vector"
    case .dimensions(let count): "vectors of \(Counted(count, "dimension")) are not supported"
    case .noWords: "there is not one word in it"
    case .tooManyWords(let limit): "there are more than \(Counted(limit, "word"))"
    case .version(let version): "version \(version) of fastText's format is not known"
    case .negativeSize(let what, let size): "\(what) is \(size)"
    case .quantized: "this is a quantised fastText model (.ftz), whose vectors are not kept"
    case .pruned: "the dictionary of this fastText model was pruned"
    case .matrixShape(let rows, let columns, let expectedRows, let expectedColumns):
      "the matrix has \(rows) × \(columns) values where \(expectedRows) × \(expectedColumns) belong"
    case .entryType(let type): "a dictionary entry has the type \(type), neither a word nor a label"
    case .subwordLengths(let minimum, let maximum): "subwords of \(minimum) to \(Counted(maximum, "letter")) cannot be"
    case .safetensors(let rule): rule.complaint
    case .tensorMissing(let name): "the tensor '\(name)' is missing"
    case .tensorMalformed(let name): "the tensor '\(name)' does not fit the others"
    case .metadataMalformed(let key): "the entry '\(key)' of its metadata is missing or wrong"
    }
  }

  /// What to do next.
  var remedy: String {
    switch self {
    case .file(.notFound): "check the path, or give a name of the catalogue (bertft vectors list)"
    case .file(.notARegularFile): "give a file of word vectors"
    case .file(let fault): fault.remedy
    case .alreadyNative: "use it as it is"
    case .archive: "unpack it, then give the file of vectors that was in it"
    case .windowTooLarge: "unpack it with zstd -d --long=31 first"
    case .damagedCompression, .cutShort: "fetch the file again"
    case .empty, .unknownFormat:
      "give GloVe's or word2vec's text, word2vec's binary form, fastText's .vec or .bin, or a converted file"
    case .lineTooLong: "is this really a file of word vectors?"
    case .headerMalformed: "it should be two numbers: how many words, and how many numbers each"
    case .headerDimensions: "correct the line or take it away"
    case .decimalComma: "write numbers with a point"
    case .separators: "separate them with spaces"
    case .noNumbers, .fieldCount, .notANumber, .notFinite, .wordMissing, .wordTooLong:
      "mend the line or fetch the file again"
    case .numberInWord: "mend the line, or write _ between the parts of the word if the number is one"
    case .rowCount: "the file is cut short or its first line is wrong; fetch it again"
    case .trailingBytes: "its sizes are wrong; fetch the file again"
    case .dimensions: "between 1 and \(VectorLimits.dimensions) are"
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
