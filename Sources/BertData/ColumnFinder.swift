/// Finds columns by the names that a file gives them.
struct ColumnFinder {
  /// A column, and whether its name is the role's word or a synonym.
  struct Found {
    var place: Int
    var isPlain: Bool
  }

  let headers: [[UInt8]]
  /// The names for messages.
  let shown: [String]
  private let folded: [[UInt8]]
  private let file: String
  private let line: Int
  private let naming: ColumnNaming

  init(headers: [[UInt8]], file: String, line: Int, naming: ColumnNaming) {
    self.headers = headers
    self.file = file
    self.line = line
    self.naming = naming
    shown = headers.map { String(decoding: $0, as: UTF8.self) }
    folded = headers.map(Self.folded)
  }

  /// The columns that an option names: one, or several separated by commas where no column has the whole string as its
  /// name. A JSON object may lack all but one of several members.
  func places(of names: String?, _ role: ColumnRole, several: Bool = true) throws(DataError) -> [Int] {
    guard let names else { return [] }
    guard several, let parts = parts(of: names) else { return [try place(of: names, option: role.option)] }
    let lacksSome = naming == .members && parts.contains { !matches($0).isEmpty }
    var places: [Int] = []
    for name in parts where !(lacksSome && matches(name).isEmpty) {
      let place = try place(of: name, option: role.option)
      if places.contains(place) {
        throw .columnUsedTwice(file: file, line: line, name: shown[place], roles: [role, role])
      }
      places.append(place)
    }
    return places
  }

  /// The members that an option names, as the object spells them, or as the option does where the object lacks them.
  func names(of names: String) -> [[UInt8]] {
    (parts(of: names) ?? [names]).map { name in matches(name).first.map { headers[$0] } ?? Array(name.utf8) }
  }

  /// The names in a list separated by commas; nil for a single name, and where the whole string is the name of a
  /// column.
  private func parts(of names: String) -> [String]? {
    guard names.contains(","), matches(names).isEmpty else { return nil }
    return names.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
  }

  /// The only column with the name.
  ///
  /// - Throws: `DataError.columnNotFound`, `.columnNumber`, `.columnAmbiguous`.
  func place(of name: String, option: String) throws(DataError) -> Int {
    let matches = matches(name)
    guard let match = matches.first else {
      if naming == .numbers {
        throw .columnNumber(file: file, line: line, option: option, name: name, count: headers.count)
      }
      throw .columnNotFound(file: file, line: line, option: option, name: name, headers: shown)
    }
    guard matches.count == 1 else {
      throw .columnAmbiguous(file: file, line: line, option: option, name: name, headers: shown)
    }
    return match
  }

  /// Whether a column has the name.
  func has(_ name: String) -> Bool { !matches(name).isEmpty }

  /// The places of the columns in a list separated by commas; nil unless each name fits exactly one column.
  func uniquePlaces(of names: String) -> [Int]? {
    let places = (parts(of: names) ?? [names]).map(matches)
    return places.allSatisfy { $0.count == 1 } ? places.map { $0[0] } : nil
  }

  private func matches(_ name: String) -> [Int] {
    let exact = headers.indices.filter { headers[$0] == Array(name.utf8) }
    return exact.isEmpty ? headers.indices.filter { folded[$0] == Self.folded(Array(name.utf8)) } : exact
  }

  /// The column for a role by its name: the role's own word is preferred to its synonyms, these to plurals and rarer
  /// words, and these to names of several words that end in one of them. Nil where no name fits.
  ///
  /// - Throws: `DataError.columnAmbiguous`, `.columnUnclear` where several names fit equally well.
  func find(_ role: ColumnRole, except taken: [Int?]) throws(DataError) -> Found? {
    if naming == .numbers { return nil }
    let names = Self.names(of: role)
    let free = folded.indices.filter { !taken.contains($0) }
    let plain = plain(role).filter { !taken.contains($0) }
    let ranks = [
      free.filter { names.word == folded[$0] }, plain, free.filter { names.likely.contains(folded[$0]) },
      free.filter { names.endsLikely(headers[$0]) },
    ]
    guard let matches = ranks.first(where: { !$0.isEmpty }), let match = matches.first else { return nil }
    if matches.count == 1 { return Found(place: match, isPlain: plain == [match]) }
    // No option could choose between columns with the same name.
    if matches.allSatisfy({ folded[$0] == folded[match] }) {
      throw .columnAmbiguous(file: file, line: line, option: role.option, name: shown[match], headers: shown)
    }
    throw .columnUnclear(
      file: file, line: line, role: role, candidates: matches.map { shown[$0] }, headers: shown, naming: naming)
  }

  /// The columns that are called by the role's own word or by a synonym.
  func plain(_ role: ColumnRole) -> [Int] {
    if naming == .numbers { return [] }
    let names = Self.names(of: role)
    return folded.indices.filter { names.word == folded[$0] || names.synonyms.contains(folded[$0]) }
  }

  private static func names(of role: ColumnRole) -> ColumnNames { role == .label ? .label : .text }

  /// The error where no name tells which column has the role.
  func unclear(_ role: ColumnRole) -> DataError {
    .columnUnclear(file: file, line: line, role: role, candidates: [], headers: shown, naming: naming)
  }

  static func folded(_ bytes: [UInt8]) -> [UInt8] {
    var slice = bytes[...]
    while let first = slice.first, Byte.isWhitespace(first) { slice.removeFirst() }
    while let last = slice.last, Byte.isWhitespace(last) { slice.removeLast() }
    return slice.map(Byte.lower)
  }
}
