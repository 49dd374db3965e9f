"""Clinic: appointments of patients with practitioners, and what was charged."""

from __future__ import annotations

from datetime import datetime, time

from bench.dash.world import Chance, Sheet

SPECIALTIES = ("Cardiology", "Dermatology", "Paediatrics", "General practice")
INSURERS = {"Alpina": 4, "Medova": 3, "self-pay": 1, "CareFirst": 2}
OUTCOMES = {"attended": 84, "no-show": 9, "cancelled": 7}


def tables(chance: Chance) -> dict[str, Sheet]:
    """Return practitioners, patients, appointments and payments."""
    practitioners = [
        (i, f"Dr {('Okafor', 'Lindqvist', 'Moreau', 'Tanaka', 'Weiss')[i % 5]} {i}", SPECIALTIES[i % 4])
        for i in range(1, 13)
    ]
    patients = [
        (i, f"Patient {i:03}", chance.randrange(1940, 2022), chance.among({"F": 1, "M": 1}), chance.gap(chance.among(INSURERS)),
         f"+43 660 {100000 + i}")
        for i in range(1, 301)
    ]  # fmt: skip
    appointments, payments = [], []
    for number in range(1, 2001):
        moment = datetime.combine(chance.day(1.2), time(chance.randrange(8, 18), chance.choice((0, 15, 30, 45))))
        outcome = chance.among(OUTCOMES)
        fee = chance.money(85, 0.3) if outcome == "attended" else None
        appointments.append(
            (number, chance.randrange(1, 301), chance.randrange(1, 13), moment, chance.gap(chance.choice((15, 20, 30, 45)), 0.02),
             outcome, fee)
        )  # fmt: skip
        paid = chance.after(moment.date(), 60) if fee else None
        if paid:
            payments.append((len(payments) + 1, number, paid, fee, chance.among({"card": 5, "cash": 2, "transfer": 3})))
    return {
        "practitioners": Sheet("practitioner_id INTEGER PRIMARY KEY, practitioner VARCHAR, specialty VARCHAR", practitioners),
        "patients": Sheet(
            "patient_id INTEGER PRIMARY KEY, patient_name VARCHAR, birth_year INTEGER, sex VARCHAR, insurer VARCHAR, "
            "phone VARCHAR", patients),
        "appointments": Sheet(
            "appointment_id INTEGER PRIMARY KEY, patient_id INTEGER REFERENCES patients, practitioner_id INTEGER REFERENCES "
            "practitioners, scheduled_at TIMESTAMP, duration_minutes INTEGER, outcome VARCHAR, fee DOUBLE", appointments),
        "payments": Sheet(
            "payment_id INTEGER PRIMARY KEY, appointment_id INTEGER REFERENCES appointments, paid_on DATE, amount DOUBLE, "
            "method VARCHAR", payments),
    }  # fmt: skip
