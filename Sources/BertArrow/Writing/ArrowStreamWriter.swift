/// Writes Arrow's streaming format: a schema, record batches, an end marker.
///
/// Source: as for ``ArrowStreamReader``.
public struct ArrowStreamWriter: Sendable {
  private let fields: [ArrowField]

  /// The end marker, which follows the last batch.
  public static let end: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]

  /// - Parameter fields: The columns, in their order.
  public init(_ fields: [ArrowField]) { self.fields = fields }

  /// The bytes of the schema message, which comes first.
  ///
  /// - Parameter metadata: Custom metadata of the schema.
  public func schema(metadata: [(key: String, value: String)]) -> [UInt8] {
    Self.message(kind: 1, body: []) { builder in
      let schema = builder.table([2, 4, metadata.isEmpty ? 0 : 4])
      Self.append(fields, at: schema.fields[1], to: &builder)
      if !metadata.isEmpty {
        let places = builder.pointers(schema.fields[2], count: metadata.count)
        for (place, pair) in zip(places, metadata) {
          let entry = builder.table([4, 4])
          builder.link(place, to: entry.start)
          builder.string(entry.fields[0], pair.key)
          builder.string(entry.fields[1], pair.value)
        }
      }
      return schema.start
    }
  }

  /// The bytes of the message of a batch.
  ///
  /// - Parameter columns: The values of each column, all with the same number of rows.
  public func batch(_ columns: [ArrowValues]) -> [UInt8] {
    let rows = columns.first?.rows ?? 0
    precondition(columns.count == fields.count && columns.allSatisfy { $0.rows == rows }, "columns of equal length")
    var body = ArrowBody()
    for column in columns { body.append(column) }
    return Self.message(kind: 3, body: body.bytes) { builder in
      let batch = builder.table([8, 4, 4])
      builder.set(batch.fields[0], Int64(rows))
      builder.pairs(batch.fields[1], body.nodes)
      builder.pairs(batch.fields[2], body.buffers)
      return batch.start
    }
  }

  /// The bytes of a message.
  ///
  /// - Parameters:
  ///   - kind: The number of the header's type in `MessageHeader` of Message.fbs.
  ///   - body: The body of the message.
  ///   - header: Writes the header behind the message's table, and returns its place.
  private static func message(kind: UInt8, body: [UInt8], header: (inout FlatBuilder) -> FlatBuilder.Place) -> [UInt8] {
    var builder = FlatBuilder()
    let message = builder.table([2, 1, 4, 8])
    builder.setRoot(message.start)
    // Version 5 of the metadata.
    builder.set(message.fields[0], Int16(4))
    builder.set(message.fields[1], kind)
    builder.link(message.fields[2], to: header(&builder))
    builder.set(message.fields[3], Int64(body.count))
    let metadata = builder.bytes, padded = (metadata.count + 7) / 8 * 8
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + padded + body.count)
    bytes += [0xFF, 0xFF, 0xFF, 0xFF]
    withUnsafeBytes(of: Int32(padded).littleEndian) { bytes += $0 }
    bytes += metadata
    bytes += [UInt8](repeating: 0, count: padded - metadata.count)
    bytes += body
    return bytes
  }

  private static func append(_ fields: [ArrowField], at slot: FlatBuilder.Place, to builder: inout FlatBuilder) {
    let places = builder.pointers(slot, count: fields.count)
    for (place, field) in zip(places, fields) {
      // Name, whether it may be null, kind, type, no dictionary, children.
      let table = builder.table([4, 1, 1, 4, 0, 4])
      builder.link(place, to: table.start)
      builder.string(table.fields[0], field.name)
      builder.set(table.fields[1], UInt8(1))
      builder.set(table.fields[2], field.type)
      append(field.kind, at: table.fields[3], to: &builder)
      append(field.children, at: table.fields[5], to: &builder)
    }
  }

  private static func append(_ kind: ArrowField.Kind, at slot: FlatBuilder.Place, to builder: inout FlatBuilder) {
    switch kind {
    case .utf8, .list, .structure: builder.link(slot, to: builder.table([]).start)
    case .float32:
      let type = builder.table([2])
      builder.link(slot, to: type.start)
      builder.set(type.fields[0], Int16(1))
    case .int32:
      let type = builder.table([4, 1])
      builder.link(slot, to: type.start)
      builder.set(type.fields[0], Int32(32))
      builder.set(type.fields[1], UInt8(1))
    case .vector(let width):
      let type = builder.table([4])
      builder.link(slot, to: type.start)
      builder.set(type.fields[0], Int32(width))
    }
  }
}
