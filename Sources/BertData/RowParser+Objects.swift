extension RowParser {
  /// How far an object of JSON has been read, where rows are objects and not lines.
  struct ObjectState {
    /// Brackets that are open.
    var depth = 0
    var isInString = false
    var isEscaped = false
    /// What stands between objects and is none: it makes a row up to the end of its line.
    var isOther = false
    /// The line on which an array of objects begins, until it ends.
    var arrayLine: Int?
    /// Whether anything but white space was read.
    var hasBegun = false
  }

  /// Scans to the end of the next object, or to the end of the window. Only brackets and strings are looked at; whether
  /// the object is well formed is for its reader to say.
  ///
  /// - Returns: whether the row is complete.
  mutating func scanObject() -> Bool {
    guard var state = objects else { return false }
    let bytes = window.base
    let end = window.count
    var i = position
    defer {
      position = i
      objects = state
    }
    while i < end {
      let byte = bytes[i]
      if state.isOther {
        if byte == Byte.lineFeed { return complete(&state, at: i) }
      } else if state.depth == 0 {
        if byte == UInt8(ascii: "{") {
          state.depth = 1
        } else if byte == UInt8(ascii: "["), !state.hasBegun {
          state.arrayLine = line
        } else if byte == UInt8(ascii: "]"), state.arrayLine != nil {
          state.arrayLine = nil
        } else if !(Byte.isWhitespace(byte) || (byte == Byte.comma && state.arrayLine != nil)) {
          state.isOther = true
        }
        if !Byte.isWhitespace(byte) { state.hasBegun = true }
        rowStart = state.depth > 0 || state.isOther ? i : i + 1
        fieldStart = rowStart
        rowLine = line
      } else if state.isInString {
        // No string has a line's end in it: its quote is missing.
        if byte == Byte.lineFeed { return complete(&state, at: i) }
        if state.isEscaped {
          state.isEscaped = false
        } else if byte == Byte.backslash {
          state.isEscaped = true
        } else if byte == Byte.quote {
          state.isInString = false
        }
      } else {
        switch byte {
        case Byte.quote: state.isInString = true
        case UInt8(ascii: "{"), UInt8(ascii: "["): state.depth += 1
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
          state.depth -= 1
          if state.depth == 0 {
            i += 1
            return complete(&state, at: i)
          }
        default: break
        }
      }
      if byte == Byte.lineFeed { line += 1 }
      i += 1
    }
    return false
  }

  private mutating func complete(_ state: inout ObjectState, at end: Int) -> Bool {
    state.depth = 0
    state.isInString = false
    state.isEscaped = false
    state.isOther = false
    fields = [Field(start: fieldStart, end: end)]
    return true
  }

  /// Ends what was begun at the end of the input.
  ///
  /// - Returns: false when there was no row.
  /// - Throws: `DataError.jsonUnclosed`.
  mutating func finishObjects() throws(DataError) -> Bool {
    guard let state = objects else { return false }
    if state.depth > 0 { throw .jsonUnclosed(file: window.input.name, line: rowLine) }
    if state.isOther {
      fields = [Field(start: fieldStart, end: position)]
      objects?.isOther = false
      return true
    }
    if let line = state.arrayLine { throw .jsonUnclosed(file: window.input.name, line: line) }
    return false
  }
}
