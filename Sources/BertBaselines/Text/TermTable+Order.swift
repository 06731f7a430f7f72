extension TermTable {
  /// The table of the terms for which `isKept` is true, in the order of their bytes, which is that of their scalars.
  ///
  /// - Returns: The table, and for each old number the new one; −1 for a removed term.
  func sorted(keeping isKept: (Int) -> Bool) -> (table: TermTable, numbers: [Int]) {
    let order = (0..<count).filter(isKept).sorted { self[$0].lexicographicallyPrecedes(self[$1]) }
    var table = TermTable()
    var numbers = [Int](repeating: -1, count: count)
    for old in order { numbers[old] = table.insert(self[old]) }
    return (table, numbers)
  }

  /// The terms as lines.
  package var lines: [UInt8] {
    var lines: [UInt8] = []
    for number in 0..<count {
      lines.append(contentsOf: self[number])
      lines.append(0x0A)
    }
    return lines
  }

  /// Reads terms from lines, as ``lines`` writes them.
  ///
  /// - Returns: nil if a term occurs twice or is empty, or if the last line has no end.
  package init?(lines: [UInt8]) {
    self.init()
    guard lines.isEmpty || lines.last == 0x0A else { return nil }
    var start = 0
    for index in lines.indices where lines[index] == 0x0A {
      guard index > start, insert(lines[start..<index]) == count - 1, count <= Int(Int32.max) else { return nil }
      // A repeated term gets its first number, which is not the last.
      start = index + 1
    }
    guard count == lines.count(where: { $0 == 0x0A }) else { return nil }
  }
}
