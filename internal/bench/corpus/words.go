package corpus

import "strings"

// What sentences are made of.
var (
	nouns = strings.Fields(`berth quay crane tug pilot tide buoy beacon lock gate ramp pier dock yard depot crate pallet container manifest
		waybill customs tariff invoice ledger booking voyage vessel ferry barge crew roster shift watch signal radar sonar chart compass
		anchor mooring fender winch hawser ballast bunker fuel engine rudder hull deck cabin galley cargo hold hatch seal scanner sensor
		camera meter valve pump pipeline boiler turbine grid battery inverter relay switch router antenna channel packet frame queue
		broker store index cache replica journal snapshot archive bucket stream window schema column record key token session policy quota
		budget deadline retry alarm runbook dashboard report forecast schedule route timetable connection transfer platform ticket fare
		discount voucher refund passenger luggage kiosk turnstile permit licence inspection audit claim incident review`)
	verbs = strings.Fields(`assigns counts reads forwards batches repeats stores rejects signs checks publishes copies compacts renews
		slows splits moves records shows restores`)
	adjectives = strings.Fields(`repeatable durable bounded late strict signed sealed numbered regional tidal append-only read-mostly
		stateless removable visible reversible`)
	harbours = strings.Fields(`Alder Birch Cedar Dogwood Elm Fir Gorse Hazel Ivy Juniper Kelp Larch Maple Nettle Oak Poplar Quince Rowan
		Spruce Thistle Ulmus Violet Willow Xylem Yew Zinnia`)
	subjects = strings.Fields(`Berthing Pilotage Customs Ticketing Bunkering Dispatch Storage Telemetry Billing Boarding Dredging Signalling
		Inspection Forecast`)
	phaseTitles = []string{"Foundation", "Core Features", "Enhancement", "Hardening", "Rollout", "Migration"}
	doings      = []string{"Add", "Build", "Check", "Move", "Describe"}
)

// slots are what people leave of a template.
var slots = []string{
	"[e.g., Go with net/http, Kotlin with Ktor, Rust with axum]",
	"[e.g., PostgreSQL, SQLite, DuckDB]",
	"[e.g., own data centre, rented servers, a cloud]",
	"[if applicable]",
	"[Minimum coverage of tests]",
	"[Description of what flows where]",
	"[acceptable waiting times]",
	"[Steps to take if it has to be undone]",
}
