// A firmware for the tests of the engines: it does not even load.

function findPins(): never {
	throw new RangeError("no such pin");
}

findPins();
