import Foundation

/// What the right sides of a list of labels such as `ham=0,spam=1` or `pos=a positive review,neg=a negative review`
/// are: values of the label column, or descriptions of the labels. The column decides.
public enum LabelListMeaning: Sendable, Equatable {
  /// The list has no right sides: its names are the values.
  case names(LabelSet)
  /// The right sides are values of the column.
  case values(LabelSet)
  /// The right sides say what the labels mean; the names are the values.
  case descriptions(LabelSet, LabelDescriptions)
  /// The source can be read only once, so that its column cannot be looked up first; the right sides are taken as
  /// values.
  case unread(LabelSet)

  /// The labels with which the rows are read.
  public var labels: LabelSet {
    switch self {
    case .names(let labels), .values(let labels), .descriptions(let labels, _), .unread(let labels): labels
    }
  }

  /// What the labels mean, where the list says it.
  public var descriptions: LabelDescriptions? {
    if case .descriptions(_, let descriptions) = self { descriptions } else { nil }
  }

  /// Reads a list, and the label column of a source where there is something to decide.
  ///
  /// If a right side is a value of the column, the right sides are values, and it is an error if another could describe
  /// a label of the column. If no right side is a value, they are descriptions, and the names are the values.
  ///
  /// - Parameters:
  ///   - list: the list, in the form of ``LabelSet/init(parsing:)``.
  ///   - source: rows with one label each. A regular file or a directory is read once more.
  ///   - options: how the rows are read.
  /// - Throws: `DataError.labelsMixed` where some right sides are values and others describe a label of the column,
  ///   `.labelsNotFound` where neither side of an entry is a value; what reading the list or the source throws.
  public init(parsing list: String, in source: DataSource, options: ReadingOptions) throws(DataError) {
    let labels = try LabelSet(parsing: list)
    let entries = zip(labels.names, zip(labels.values, labels.alternatives)).flatMap { name, values in
      ([values.0] + values.1).map { (name: name, value: $0) }
    }
    // A name without a right side stands for itself.
    let explicit = entries.filter { !$0.name.utf8.elementsEqual($0.value.utf8) }
    guard !explicit.isEmpty else {
      self = .names(labels)
      return
    }
    guard Self.canBeReadAgain(source) else {
      self = .unread(labels)
      return
    }
    let column = try LabelIndex(of: source, options: options)
    let values = explicit.filter { column.holds($0.value) }
    if let value = values.first {
      let described = explicit.first { !column.holds($0.value) && column.holds($0.name) }
      if let described {
        throw .labelsMixed(file: source.name, list: list, value: value.value, description: described.value)
      }
      self = .values(labels)
      return
    }
    if let unknown = labels.names.first(where: { !column.holds($0) }) {
      throw .labelsNotFound(file: source.name, in: .option(list), name: unknown, known: column.sorted().labels.names)
    }
    self = .descriptions(LabelSet(names: labels.names), LabelDescriptions(labels))
  }

  /// Whether a source is not a pipe.
  private static func canBeReadAgain(_ source: DataSource) -> Bool {
    guard case .file(let url) = source else { return false }
    var status = stat()
    // A missing file is an error when it is read.
    return stat(url.path, &status) != 0 || [S_IFREG, S_IFDIR].contains(status.st_mode & S_IFMT)
  }
}

extension LabelIndex {
  /// The values of a source's label column. Rows that cannot be used are skipped here.
  fileprivate init(of source: DataSource, options: ReadingOptions) throws(DataError) {
    var reading = options
    reading.labels = nil
    reading.carriedColumns = []
    reading.idColumn = nil
    var reader = try ExampleReader(source, options: reading)
    while try reader.next() != nil {}
    self = reader.labels
  }
}
