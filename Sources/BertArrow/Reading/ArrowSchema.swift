/// The columns of a stream, and the positions of their parts in a batch.
public struct ArrowSchema: Sendable {
  /// A top-level column of the stream.
  public struct Column: Sendable {
    /// The name of the column.
    public let name: String
    /// Arrow's name of its type, such as `large_utf8`.
    public let type: String

    /// Checks that the column holds texts.
    ///
    /// - Throws: `columnType` where it does not.
    public func requireTexts() throws(ArrowError) {
      if offsetSize == nil { throw .columnType(name: name, type: type) }
    }

    /// The size of an offset of a text column, 4 or 8 bytes; nil for other columns.
    let offsetSize: Int?
    /// The index of its field node.
    let node: Int
    /// The index of its first buffer, without the additional buffers of view columns, whose number each batch states.
    let buffer: Int
    /// The number of view columns before it.
    let views: Int
  }

  /// The columns, in their order.
  public let columns: [Column]

  /// The greatest depth of nested fields.
  private static let deepest = 64
  /// The greatest number of fields.
  private static let longest = 1 << 16

  /// Reads a schema.
  ///
  /// - Parameters:
  ///   - table: The `Schema` of the message.
  ///   - version: The `MetadataVersion` of the message.
  /// - Throws: `bigEndian`, `malformed`.
  init(_ table: FlatTable, version: Int) throws(ArrowError) {
    guard try table.number(0, Int16.self) == 0 else { throw .bigEndian }
    var layout = Layout(version: version)
    var columns: [Column] = []
    for field in try table.tables(1, limit: Self.longest) {
      let before = layout
      let type = try layout.add(field, depth: 1)
      columns.append(
        Column(
          name: try field.string(0) ?? "", type: type.name, offsetSize: type.offsetSize, node: before.nodes,
          buffer: before.buffers, views: before.views))
    }
    self.columns = columns
  }

  /// Counts the field nodes and buffers that fields have in a batch.
  private struct Layout {
    let version: Int
    var nodes = 0
    var buffers = 0
    var views = 0

    /// Adds a field and its children.
    mutating func add(_ field: FlatTable, depth: Int) throws(ArrowError) -> (name: String, offsetSize: Int?) {
      guard depth <= ArrowSchema.deepest, nodes < ArrowSchema.longest else {
        throw .malformed("its columns are nested too deeply, or there are too many")
      }
      nodes += 1
      let type = try field.number(2, UInt8.self)
      guard type > 0, ArrowSchema.names.indices.contains(type) else {
        throw .malformed("a column has the unknown type \(type)")
      }
      let name = ArrowSchema.names[type]
      if try field.has(4) {
        // A batch holds only the indices of a dictionary; the values are in messages of their own.
        buffers += 2
        return ("dictionary of \(name)", nil)
      }
      switch type {
      case 1, 22: break
      case 2, 3, 6...11, 15, 18: buffers += 2
      case 4, 5, 19, 20: buffers += 3
      case 12, 17, 21: buffers += 2
      case 13, 16: buffers += 1
      case 14:
        let isDense = try field.table(3)?.number(0, Int16.self) == 1
        // Before version 5, unions had a validity bitmap too.
        buffers += (isDense ? 2 : 1) + (version < 4 ? 1 : 0)
      case 23, 24:
        buffers += 2
        views += 1
      default: buffers += 3
      }
      for child in try field.tables(5, limit: ArrowSchema.longest) { _ = try add(child, depth: depth + 1) }
      return (name, type == 5 ? 4 : type == 20 ? 8 : nil)
    }
  }

  /// The names of the types, in the order of `Type` in Arrow's Schema.fbs.
  private static let names = [
    "none", "null", "int", "floating point", "binary", "utf8", "bool", "decimal", "date", "time", "timestamp",
    "interval", "list", "struct", "union", "fixed_size_binary", "fixed_size_list", "map", "duration", "large_binary",
    "large_utf8", "large_list", "run_end_encoded", "binary_view", "utf8_view", "list_view", "large_list_view",
  ]
}
