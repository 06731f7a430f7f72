/// The uncompressed members of a zip archive.
///
/// `torch.save` writes 64-bit fields where sizes need them, and does not compress. Checksums are not verified.
///
/// Source: PKWARE's APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3.
struct ZipDirectory {
  /// The byte range of each member in the file.
  private(set) var members: [ExactName: Range<Int>] = [:]
  /// The names of the compressed members, which cannot be read.
  private(set) var compressed: Set<ExactName> = []

  /// What is wrong with an archive.
  struct Fault: Error {
    let reason: String
    init(_ reason: String) { self.reason = reason }
  }

  /// Reads the directory.
  ///
  /// - Parameter bytes: The whole file.
  init(_ bytes: UnsafeRawBufferPointer) throws(Fault) {
    let reader = Reader(bytes: bytes)
    let directory = try reader.directory()
    var at = directory.offset
    for _ in 0..<directory.count {
      guard try reader.u32(at) == 0x0201_4B50 else { throw Fault("its directory is damaged") }
      let method = try reader.u16(at + 10)
      var packed = Int(try reader.u32(at + 20)), size = Int(try reader.u32(at + 24))
      let nameLength = try reader.u16(at + 28), extraLength = try reader.u16(at + 30)
      let commentLength = try reader.u16(at + 32)
      var offset = Int(try reader.u32(at + 42))
      let name = try reader.array(at + 46, nameLength)
      try reader.widen(&size, &packed, &offset, at + 46 + nameLength, extraLength)
      guard method == 0, packed == size else {
        compressed.insert(ExactName(name))
        at += 46 + nameLength + extraLength + commentLength
        continue
      }
      guard try reader.u32(offset) == 0x0403_4B50 else { throw Fault("a member is not where its directory says") }
      let start = offset + 30 + (try reader.u16(offset + 26)) + (try reader.u16(offset + 28))
      guard size <= bytes.count - start, start <= bytes.count else { throw Fault("a member goes beyond its end") }
      guard members.updateValue(start..<start + size, forKey: ExactName(name)) == nil else {
        throw Fault("two members have the same name")
      }
      at += 46 + nameLength + extraLength + commentLength
    }
  }

  private struct Reader {
    let bytes: UnsafeRawBufferPointer

    /// Checks that `count` bytes from `at` on lie within the file.
    func check(_ at: Int, _ count: Int) throws(Fault) {
      guard at >= 0, count >= 0, at <= bytes.count, count <= bytes.count - at else { throw Fault("it is cut short") }
    }

    func u16(_ at: Int) throws(Fault) -> Int {
      try check(at, 2)
      return Int(UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt16.self)))
    }

    func u32(_ at: Int) throws(Fault) -> UInt32 {
      try check(at, 4)
      return UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
    }

    /// A 64-bit number that is at most the size of the file, such as an offset.
    func place(_ at: Int) throws(Fault) -> Int {
      try check(at, 8)
      let value = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      guard value <= UInt64(bytes.count) else { throw Fault("it is cut short") }
      return Int(value)
    }

    func array(_ at: Int, _ count: Int) throws(Fault) -> [UInt8] {
      try check(at, count)
      return Array(bytes[at..<at + count])
    }

    /// The offset of the directory and its number of entries, from the record at the end of the file, which a comment
    /// of up to 65,535 bytes may follow.
    func directory() throws(Fault) -> (offset: Int, count: Int) {
      var at = bytes.count - 22
      let lowest = max(0, at - 65_535)
      while at >= lowest, try u32(at) != 0x0605_4B50 { at -= 1 }
      guard at >= lowest else {
        let isCut = bytes.prefix(4).elementsEqual([0x50, 0x4B, 3, 4])
        throw Fault(isCut ? "it begins as a zip archive and has no end" : "it is not a zip archive")
      }
      let count = try u16(at + 10), offset = Int(try u32(at + 16))
      guard count == 0xFFFF || offset == 0xFFFF_FFFF else { return (offset, count) }
      guard try u32(at - 20) == 0x0706_4B50 else { throw Fault("its directory is damaged") }
      let wide = try place(at - 12)
      guard try u32(wide) == 0x0606_4B50 else { throw Fault("its directory is damaged") }
      return (try place(wide + 48), try place(wide + 32))
    }

    /// Replaces fields of 0xFFFFFFFF by their 64-bit values in the extra field.
    func widen(
      _ size: inout Int, _ packed: inout Int, _ offset: inout Int, _ start: Int, _ length: Int
    ) throws(Fault) {
      var at = start
      while at + 4 <= start + length {
        let kind = try u16(at), next = at + 4 + (try u16(at + 2))
        if kind == 1 {
          var field = at + 4
          if size == 0xFFFF_FFFF {
            size = try place(field)
            field += 8
          }
          if packed == 0xFFFF_FFFF {
            packed = try place(field)
            field += 8
          }
          if offset == 0xFFFF_FFFF { offset = try place(field) }
        }
        at = next
      }
    }
  }
}
