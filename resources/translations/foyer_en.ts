<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en_GB">
<context>
    <name>BasketLines</name>
    <message numerus="yes">
        <source>%n earlier line(s)</source>
        <translation>
            <numerusform>%n earlier line</numerusform>
            <numerusform>%n earlier lines</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DeviceWords</name>
    <message numerus="yes">
        <source>%n print(s) never confirmed</source>
        <translation>
            <numerusform>%n print never confirmed</numerusform>
            <numerusform>%n prints never confirmed</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>DoubtWords</name>
    <message numerus="yes">
        <source>%n day(s)</source>
        <translation>
            <numerusform>%n day</numerusform>
            <numerusform>%n days</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>FailureWords</name>
    <message numerus="yes">
        <source>Saved from it: %n fact(s).</source>
        <translation>
            <numerusform>Saved from it: %n fact.</numerusform>
            <numerusform>Saved from it: %n facts.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IdleSheet</name>
    <message numerus="yes">
        <source>This page starts again in %n second(s).</source>
        <translation>
            <numerusform>This page starts again in %n second.</numerusform>
            <numerusform>This page starts again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentScreen</name>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n note</numerusform>
            <numerusform>%n notes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>IncidentWords</name>
    <message numerus="yes">
        <source>%n more of the same</source>
        <translation>
            <numerusform>%n more of the same</numerusform>
            <numerusform>%n more of the same</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>KioskScreen</name>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PayPage</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message numerus="yes">
        <source>Too many wrong PINs. Try again in %n second(s).</source>
        <translation>
            <numerusform>Too many wrong PINs. Try again in %n second.</numerusform>
            <numerusform>Too many wrong PINs. Try again in %n seconds.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintingPage</name>
    <message numerus="yes">
        <source>Printing %n ticket(s)</source>
        <translation>
            <numerusform>Printing %n ticket</numerusform>
            <numerusform>Printing %n tickets</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Printing %n ticket(s) and the receipt</source>
        <translation>
            <numerusform>Printing %n ticket and the receipt</numerusform>
            <numerusform>Printing %n tickets and the receipt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>PrintsFlow</name>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>SettingsFlow</name>
    <message numerus="yes">
        <source>%n wait(s) for you</source>
        <translation>
            <numerusform>%n waits for you</numerusform>
            <numerusform>%n wait for you</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TillScreen</name>
    <message numerus="yes">
        <source>%n print(s) never confirmed: settle now</source>
        <translation>
            <numerusform>%n print never confirmed: settle now</numerusform>
            <numerusform>%n prints never confirmed: settle now</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TillWords</name>
    <message numerus="yes">
        <source>%n ticket(s)</source>
        <translation>
            <numerusform>%n ticket</numerusform>
            <numerusform>%n tickets</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>_Dots</name>
    <message numerus="yes">
        <source>%n digit(s) typed</source>
        <translation>
            <numerusform>%n digit typed</numerusform>
            <numerusform>%n digits typed</numerusform>
        </translation>
    </message>
</context>
</TS>
