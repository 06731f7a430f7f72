import BertStorage

/// The grammar of the header: an object of tensors and, under `__metadata__`, an object of strings.
struct SafetensorsHeaderParser {
  private var scanner: JSONScanner
  private let file: String
  private(set) var metadata: [(key: String, value: String)] = []
  private(set) var entries: [SafetensorsHeaderEntry] = []

  private init(_ scanner: JSONScanner, file: String) {
    self.scanner = scanner
    self.file = file
  }

  /// Reads a whole header.
  static func parse(_ json: [UInt8], file: String) throws(CheckpointError) -> SafetensorsHeaderParser {
    try JSONScanner.scanning(json) { (scanner) throws(CheckpointError) in
      var parser = SafetensorsHeaderParser(scanner, file: file)
      try parser.parse()
      return parser
    }
  }

  private mutating func parse() throws(CheckpointError) {
    do throws(JSONFault) {
      try scanner.expect("{")
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file)
    }
    var seen: Set<ExactName> = []
    var first = true
    while let key = try nextKey(first: &first, tensor: nil) {
      let name = ExactName(key)
      guard seen.insert(name).inserted else { throw CheckpointError(.duplicateKey(name.text), file: file) }
      if name.text.utf8.elementsEqual("__metadata__".utf8) {
        try parseMetadata()
      } else {
        entries.append(try parseTensor(name.text))
      }
    }
    do throws(JSONFault) {
      try scanner.expectEnd()
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file)
    }
  }

  private mutating func nextKey(first: inout Bool, tensor: String?) throws(CheckpointError) -> [UInt8]? {
    do throws(JSONFault) {
      return try scanner.nextKey(first: &first)
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file, tensor: tensor)
    }
  }

  private mutating func parseMetadata() throws(CheckpointError) {
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw CheckpointError(.fieldMalformed("__metadata__"), file: file)
    }
    var seen: Set<ExactName> = []
    var first = true
    do throws(JSONFault) { try scanner.expect("{") } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file)
    }
    while let bytes = try nextKey(first: &first, tensor: nil) {
      let key = ExactName(bytes)
      guard seen.insert(key).inserted else { throw CheckpointError(.duplicateKey(key.text), file: file) }
      guard scanner.peek() == UInt8(ascii: "\"") else {
        throw CheckpointError(.metadataNotAString(key: key.text), file: file)
      }
      do throws(JSONFault) {
        metadata.append((key.text, ExactName(try scanner.string()).text))
      } catch {
        throw CheckpointError(CheckpointError.Rule(error), file: file)
      }
    }
  }

  private mutating func parseTensor(_ name: String) throws(CheckpointError) -> SafetensorsHeaderEntry {
    var type: TensorType?
    var shape: [Int]?
    var offsets: [Int]?
    guard scanner.peek() == UInt8(ascii: "{") else {
      throw CheckpointError(.fieldMalformed("{"), file: file, tensor: name)
    }
    var seen: Set<ExactName> = []
    var first = true
    do throws(JSONFault) {
      try scanner.expect("{")
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file, tensor: name)
    }
    while let bytes = try nextKey(first: &first, tensor: name) {
      let key = ExactName(bytes)
      guard seen.insert(key).inserted else {
        throw CheckpointError(.duplicateKey(key.text), file: file, tensor: name)
      }
      if key == ExactName("dtype") {
        type = try parseType(tensor: name)
      } else if key == ExactName("shape") {
        shape = try parseNumbers("shape", tensor: name)
      } else if key == ExactName("data_offsets") {
        offsets = try parseNumbers("data_offsets", tensor: name)
      } else {
        do throws(JSONFault) {
          try scanner.skipValue(depth: 3)
        } catch {
          throw CheckpointError(CheckpointError.Rule(error), file: file, tensor: name)
        }
      }
    }
    guard let type else { throw CheckpointError(.fieldMissing("dtype"), file: file, tensor: name) }
    guard let shape else { throw CheckpointError(.fieldMissing("shape"), file: file, tensor: name) }
    guard let offsets else { throw CheckpointError(.fieldMissing("data_offsets"), file: file, tensor: name) }
    guard offsets.count == 2 else { throw CheckpointError(.fieldMalformed("data_offsets"), file: file, tensor: name) }
    return SafetensorsHeaderEntry(name: name, type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private mutating func parseType(tensor: String) throws(CheckpointError) -> TensorType {
    guard scanner.peek() == UInt8(ascii: "\"") else {
      throw CheckpointError(.fieldMalformed("dtype"), file: file, tensor: tensor)
    }
    let name: String
    do throws(JSONFault) {
      name = ExactName(try scanner.string()).text
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file, tensor: tensor)
    }
    guard let type = TensorType(rawValue: name) else {
      throw CheckpointError(.unknownType(name), file: file, tensor: tensor)
    }
    return type
  }

  private mutating func parseNumbers(_ field: String, tensor: String) throws(CheckpointError) -> [Int] {
    guard scanner.peek() == UInt8(ascii: "[") else {
      throw CheckpointError(.fieldMalformed(field), file: file, tensor: tensor)
    }
    do throws(JSONFault) {
      var numbers: [Int] = []
      var first = true
      try scanner.expect("[")
      while try scanner.nextElement(first: &first) { numbers.append(try scanner.naturalNumber()) }
      return numbers
    } catch {
      throw CheckpointError(CheckpointError.Rule(error), file: file, tensor: tensor)
    }
  }
}

extension CheckpointError.Rule {
  /// The rule that JSON with a fault breaks.
  init(_ fault: JSONFault) {
    switch fault.rule {
    case .tooDeep(let limit): self = .tooDeep(offset: fault.offset, limit: limit)
    case .notANaturalNumber: self = .notANaturalNumber(offset: fault.offset)
    default: self = .notJSON(fault.reason, offset: fault.offset)
    }
  }
}
