extension Compute {
  /// peaks := max(peaks, |x|) for each column. x `[T, K]`, peaks `[1, K]`; NaNs are ignored.
  package func recordPeaks(of x: Matrix, in peaks: Matrix) {
    precondition(peaks.rows == 1 && peaks.columns == x.columns)
    let largest = peaks.pointer
    for index in 0..<x.rows {
      let row = x.row(index)
      var column = 0
      while column &+ 8 <= x.columns {
        let value = load(row, column)
        store(lanesMax(lanesMax(value, F8() - value), load(largest, column)), largest, column)
        column &+= 8
      }
      while column < x.columns {
        if abs(row[column]) > largest[column] { largest[column] = abs(row[column]) }
        column &+= 1
      }
    }
  }
}
