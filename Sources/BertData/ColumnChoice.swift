/// Which columns of a file give the text, the second text and the label.
struct ColumnChoice {
  var text: Int
  var pair: Int?
  var label: Int?

  /// Names that say "this is the text", in lower case.
  static let textNames: Set<[UInt8]> = names("text", "review", "sentence", "message", "content", "comment", "body")
  /// Names that say "this is the label", in lower case.
  static let labelNames: Set<[UInt8]> = names("label", "sentiment", "category", "class", "target", "spam")

  /// Finds the columns: those the options name, else the one whose name says what it is.
  ///
  /// Names are compared without regard to the case of ASCII letters and to white space around them, else byte for byte.
  ///
  /// - Parameter headers: the columns' names as bytes.
  /// - Throws: `DataError.columnNotFound`, `.columnAmbiguous`, `.columnUnclear`, `.columnUsedTwice`.
  init(headers: [[UInt8]], options: ReadingOptions, file: String, line: Int) throws(DataError) {
    let shown = headers.map { String(decoding: $0, as: UTF8.self) }
    let folded = headers.map(Self.folded)

    func named(_ name: String?, _ role: ColumnRole) throws(DataError) -> Int? {
      guard let name else { return nil }
      return try Self.place(of: name, option: role.option, headers: headers, file: file, line: line)
    }

    func found(_ known: Set<[UInt8]>, except taken: [Int?], _ role: ColumnRole) throws(DataError) -> Int {
      let matches = folded.indices.filter { known.contains(folded[$0]) && !taken.contains($0) }
      guard matches.count == 1, let match = matches.first else {
        // Of columns with one name no option could choose one.
        if let first = matches.first, matches.allSatisfy({ folded[$0] == folded[first] }) {
          throw .columnAmbiguous(file: file, line: line, option: role.option, name: shown[first], headers: shown)
        }
        throw .columnUnclear(
          file: file, line: line, role: role, candidates: matches.map { shown[$0] }, headers: shown)
      }
      return match
    }

    let namedText = try named(options.textColumn, .text)
    let namedPair = try named(options.textPairColumn, .textPair)
    let namedLabel = options.needsLabels ? try named(options.labelColumn, .label) : nil
    let taken = [(namedText, ColumnRole.text), (namedPair, .textPair), (namedLabel, .label)]
    for (index, role) in taken {
      guard let index else { continue }
      let roles = taken.filter { $0.0 == index }.map(\.1)
      if roles.count > 1, roles[0] == role {
        throw .columnUsedTwice(file: file, line: line, name: shown[index], roles: roles)
      }
    }
    if let namedText {
      text = namedText
    } else {
      text = try found(Self.textNames, except: [namedPair, namedLabel], .text)
    }
    pair = namedPair
    if let namedLabel {
      label = namedLabel
    } else if options.needsLabels {
      label = try found(Self.labelNames, except: [text, namedPair], .label)
    }
  }

  /// The columns that travel along, found as those are that the options name.
  ///
  /// - Throws: `DataError.columnNotFound`, `.columnAmbiguous`.
  static func carried(
    headers: [[UInt8]], options: ReadingOptions, file: String, line: Int
  ) throws(DataError) -> [Int] {
    var places: [Int] = []
    for name in options.carriedColumns {
      places.append(try place(of: name, option: "--carry", headers: headers, file: file, line: line))
    }
    return places
  }

  /// The one column of a name.
  private static func place(
    of name: String, option: String, headers: [[UInt8]], file: String, line: Int
  ) throws(DataError) -> Int {
    let exact = headers.indices.filter { headers[$0] == Array(name.utf8) }
    let matches =
      exact.isEmpty ? headers.indices.filter { folded(headers[$0]) == folded(Array(name.utf8)) } : exact
    guard let match = matches.first else {
      throw .columnNotFound(
        file: file, line: line, option: option, name: name, headers: headers.map { String(decoding: $0, as: UTF8.self) }
      )
    }
    guard matches.count == 1 else {
      throw .columnAmbiguous(
        file: file, line: line, option: option, name: name, headers: headers.map { String(decoding: $0, as: UTF8.self) }
      )
    }
    return match
  }

  private static func names(_ names: String...) -> Set<[UInt8]> { Set(names.map { Array($0.utf8) }) }

  private static func folded(_ bytes: [UInt8]) -> [UInt8] {
    var slice = bytes[...]
    while let first = slice.first, Byte.isWhitespace(first) { slice.removeFirst() }
    while let last = slice.last, Byte.isWhitespace(last) { slice.removeLast() }
    return slice.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
  }
}
