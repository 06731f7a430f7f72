/// x := body(x), eight values at a time; the remainder uses the same arithmetic in a partly filled vector.
@inline(__always)
func forEachLanes(_ x: UnsafeMutablePointer<Float>, count: Int, _ body: (F8) -> F8) {
  var i = 0
  while i &+ 8 <= count {
    store(body(load(x, i)), x, i)
    i &+= 8
  }
  if i < count { store(body(load(UnsafePointer(x + i), first: count &- i)), x + i, first: count &- i) }
}

/// (x, y) := body(x, y), eight values at a time.
@inline(__always)
func forEachLanes(
  _ x: UnsafeMutablePointer<Float>, _ y: UnsafeMutablePointer<Float>, count: Int, _ body: (F8, F8) -> (F8, F8)
) {
  var i = 0
  while i &+ 8 <= count {
    let (a, b) = body(load(x, i), load(y, i))
    store(a, x, i)
    store(b, y, i)
    i &+= 8
  }
  if i < count {
    let rest = count &- i
    let (a, b) = body(load(UnsafePointer(x + i), first: rest), load(UnsafePointer(y + i), first: rest))
    store(a, x + i, first: rest)
    store(b, y + i, first: rest)
  }
}

/// target += addend for `count` values.
@inline(__always)
func addLanes(_ addend: UnsafePointer<Float>, to target: UnsafeMutablePointer<Float>, count: Int) {
  var i = 0
  while i &+ 8 <= count {
    store(load(target, i) + load(addend, i), target, i)
    i &+= 8
  }
  while i < count {
    target[i] += addend[i]
    i &+= 1
  }
}
