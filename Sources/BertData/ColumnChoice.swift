/// Which columns of a file give the text, the second text and the label.
struct ColumnChoice {
  /// The columns whose contents, in this order, are the text.
  var texts: [Int]
  /// The names of all columns that the text is taken from; the first JSON object may lack some of them.
  let textNames: [[UInt8]]
  var pair: Int?
  var label: Int?
  /// The columns that are each a label, in the order of the options.
  private(set) var labels: [Int] = []
  /// Columns chosen by a likely name, or because no other was left, for a note.
  private(set) var taken: [ReadingRemark.ColumnTaken] = []

  /// Finds the columns: those the options name, else those whose names say what they are.
  ///
  /// Names are compared without regard to the case of ASCII letters and to white space around them, else byte for byte.
  ///
  /// - Parameters:
  ///   - headers: the columns' names as bytes; their numbers from 1 where the file has no header.
  ///   - options: what the user chose.
  ///   - file: the name of the file, for errors.
  ///   - line: the line of the header, for errors.
  ///   - isWhole: whether all rows have these columns, so that the only column left over must be the one sought.
  /// - Throws: `DataError.columnNotFound`, `.columnAmbiguous`, `.columnUnclear`, `.columnUsedTwice`.
  init(
    headers: [[UInt8]], options: ReadingOptions, file: String, line: Int, isWhole: Bool
  ) throws(DataError) {
    let finder = Self.finder(headers, options, file: file, line: line, isWhole: isWhole)
    let options = options.taking(options.usualColumns, from: finder)
    let namedTexts = try finder.places(of: options.textColumn, .text)
    let namedPair = try finder.places(of: options.textPairColumn, .textPair, several: false).first
    let needsLabel = options.needsLabelColumn
    if options.needsLabels {
      for name in options.labelColumns { labels.append(try finder.place(of: name, option: "label-columns")) }
    }
    let namedLabel =
      needsLabel ? try finder.places(of: options.labelColumn, .label, several: false).first : nil
    let named =
      namedTexts.map { ($0, ColumnRole.text) }
      + [(namedPair, .textPair), (namedLabel, .label)].compactMap { place, role in
        place.map { ($0, role) }
      } + labels.map { ($0, .label) }
    for (place, role) in named {
      let roles = named.filter { $0.0 == place }.map(\.1)
      if roles.count > 1, roles[0] == role {
        throw .columnUsedTwice(file: file, line: line, name: finder.shown[place], roles: roles)
      }
    }
    pair = namedPair
    // A column with a name for labels that the user gives as the text is more likely a mistake than a choice.
    let plain = finder.plain(.label)
    if needsLabel, namedLabel == nil, plain.count == 1, named.contains(where: { $0.0 == plain[0] }) {
      throw .columnUsedTwice(
        file: file, line: line, name: finder.shown[plain[0]],
        roles: named.filter { $0.0 == plain[0] }.map(\.1) + [.label])
    }
    var text = namedTexts.isEmpty ? try finder.find(.text, except: [namedPair, namedLabel] + labels.map { $0 }) : .none
    var label: ColumnFinder.Found? =
      needsLabel && namedLabel == nil
      ? try finder.find(.label, except: namedTexts.map { $0 } + [namedPair, text?.place]) : nil
    // In a table of two columns, the column that does not have the one role has the other.
    if isWhole, labels.isEmpty, headers.count - (namedPair == nil ? 0 : 1) == 2, headers.allSatisfy(ColumnNames.isShort)
    {
      let free = headers.indices.filter { $0 != namedPair }
      if namedTexts.isEmpty, text == nil {
        var other = namedLabel ?? label?.place
        if other == nil, !needsLabel { other = try finder.find(.label, except: [namedPair])?.place }
        text = other.flatMap { other in free.first { $0 != other } }.map { .init(place: $0, isPlain: false) }
      }
      if needsLabel, namedLabel == nil, label == nil, let one = namedTexts.first ?? text?.place,
        namedTexts.count < 2
      {
        label = free.first { $0 != one }.map { .init(place: $0, isPlain: false) }
      }
    }
    if isWhole, options.hasNoHeader, headers.count == 1, namedTexts.isEmpty, !needsLabel {
      text = .init(place: 0, isPlain: true)
    }
    if let place = text?.place {
      texts = [place]
    } else {
      guard !namedTexts.isEmpty else { throw finder.unclear(.text) }
      texts = namedTexts
    }
    textNames = options.textColumn.map(finder.names) ?? texts.map { headers[$0] }
    self.label = namedLabel ?? label?.place
    if needsLabel, self.label == nil { throw finder.unclear(.label) }
    if let text, !text.isPlain { taken.append(.init(name: finder.shown[text.place], role: .text)) }
    if let label, !label.isPlain { taken.append(.init(name: finder.shown[label.place], role: .label)) }
  }

  /// - Parameter isWhole: whether all rows have these columns; JSON objects may have other members than the first.
  private static func finder(
    _ headers: [[UInt8]], _ options: ReadingOptions, file: String, line: Int, isWhole: Bool
  ) -> ColumnFinder {
    let naming: ColumnNaming = options.hasNoHeader ? .numbers : isWhole ? .header : .members
    return ColumnFinder(headers: headers, file: file, line: line, naming: naming)
  }

  /// The columns whose values are carried along with a text, found by the names that the options give.
  ///
  /// - Throws: `DataError.columnNotFound`, `.columnAmbiguous`.
  static func carried(
    headers: [[UInt8]], options: ReadingOptions, file: String, line: Int
  ) throws(DataError) -> [Int] {
    let finder = Self.finder(headers, options, file: file, line: line, isWhole: true)
    var places: [Int] = []
    for name in options.carriedColumns {
      places.append(try finder.place(of: name, option: name == options.idColumn ? "id-column" : "carry"))
    }
    return places
  }

  /// The columns that are carried along only where the file has them; nil for one that it lacks.
  ///
  /// - Throws: `DataError.columnAmbiguous`.
  static func optional(
    headers: [[UInt8]], options: ReadingOptions, file: String, line: Int
  ) throws(DataError) -> [Int?] {
    guard !options.optionalColumns.isEmpty else { return [] }
    let finder = Self.finder(headers, options, file: file, line: line, isWhole: true)
    var places: [Int?] = []
    for name in options.optionalColumns {
      places.append(finder.has(name) ? try finder.place(of: name, option: "carry") : nil)
    }
    return places
  }
}
