/// A sorted table of keys and values in LevelDB's file format.
///
/// Sources: LevelDB, `doc/table_format.md`, `table/format.cc`, `table/block.cc`; TensorFlow's copy of it,
/// `tensorflow/core/lib/io/table.h`.
struct SortedTable {
  /// The entries in the ascending order of their keys.
  private(set) var entries: [(key: [UInt8], value: ArraySlice<UInt8>)] = []

  /// The size of the footer in bytes: two handles padded with zeros, and the magic number.
  private static let footer = 48
  private static let magic: UInt64 = 0xDB47_7524_8B80_FB57
  /// The greatest size of a block in bytes; those of a checkpoint's index have 256 KiB.
  private static let largestBlock = 1 << 26
  /// How many times larger than the file all keys may be together. Keys are stored without the prefix that they share
  /// with the key before; those of real variables take four times the file.
  private static let largestGrowth = 64

  /// Reads a table.
  ///
  /// - Parameter file: All bytes of the file.
  init(_ file: [UInt8]) throws(BundleFault) {
    guard file.count >= Self.footer else { throw BundleFault("it has no footer") }
    var magic = BundleReader(file.suffix(8))
    guard try magic.fixed(bytes: 8) == Self.magic else {
      throw BundleFault("it does not end as a table of TensorFlow or LevelDB")
    }
    var footer = BundleReader(file.suffix(Self.footer))
    _ = try Self.handle(&footer)
    let index = try Self.handle(&footer)
    var room = file.count * Self.largestGrowth, end = 0
    for place in try Self.pairs(Self.block(file, index), room: &room) {
      var reader = BundleReader(place.value)
      let handle = try Self.handle(&reader)
      // Blocks are written one after the other. Without this check, an index could name one block any number of times.
      guard handle.offset >= end else { throw BundleFault("its blocks are not in their order") }
      let block = try Self.block(file, handle)
      end = handle.offset + handle.size
      for entry in try Self.pairs(block, room: &room) {
        if let last = entries.last, !last.key.lexicographicallyPrecedes(entry.key) {
          throw BundleFault("its keys are not sorted")
        }
        entries.append(entry)
      }
    }
  }

  private static func handle(_ reader: inout BundleReader) throws(BundleFault) -> (offset: Int, size: Int) {
    (try reader.count(), try reader.count())
  }

  /// The content of a block, decompressed. In the file, its compression and its checksum follow it.
  private static func block(
    _ file: [UInt8], _ handle: (offset: Int, size: Int)
  ) throws(BundleFault) -> ArraySlice<UInt8> {
    let (offset, size) = handle, frame = 5
    guard size <= largestBlock, offset <= file.count, size <= file.count - offset - frame else {
      throw BundleFault("a block would end behind the file")
    }
    let checked = file[offset...offset + size]
    var trailer = BundleReader(file[(offset + size + 1)..<(offset + size + frame)])
    guard try trailer.fixed(bytes: 4) == UInt64(checked.withUnsafeBytes { CRC32C.masked($0) }) else {
      throw BundleFault("the block at byte \(offset) does not have its checksum")
    }
    let content = checked.dropLast()
    switch checked[offset + size] {
    case 0: return content
    case 1: return try SnappyBlock.unpacked(content, limit: largestBlock)[...]
    default: throw BundleFault("the block at byte \(offset) is compressed in a way that is not known")
    }
  }

  /// The keys and values of a block, in which a key is stored without the prefix that it shares with the key before.
  ///
  /// - Parameters:
  ///   - block: The content of the block.
  ///   - room: The bytes that further keys may have.
  private static func pairs(
    _ block: ArraySlice<UInt8>, room: inout Int
  ) throws(BundleFault) -> [(key: [UInt8], value: ArraySlice<UInt8>)] {
    var end = BundleReader(block.suffix(4))
    guard let restarts = Int(exactly: try end.fixed(bytes: 4)), restarts <= (block.count - 4) / 4 else {
      throw BundleFault("a block is malformed")
    }
    var reader = BundleReader(block.dropLast(4 * restarts + 4))
    var pairs: [(key: [UInt8], value: ArraySlice<UInt8>)] = []
    while !reader.isAtEnd {
      let shared = try reader.count(), own = try reader.count(), size = try reader.count()
      let before = pairs.last?.key ?? []
      guard shared <= before.count else { throw BundleFault("a key is malformed") }
      let key = before.prefix(shared) + (try reader.take(own))
      room -= key.count
      guard room >= 0 else { throw BundleFault("its keys are larger than any variables' names") }
      pairs.append((Array(key), try reader.take(size)))
    }
    return pairs
  }
}
